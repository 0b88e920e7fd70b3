"""The kind of source `un`: a series of symbols in the Official Document System of the United Nations.

Not here: how a series is declared (`un_series.py`), what a look asks for (`un_look.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from pipelines.archive.sources.declared import kind
from pipelines.archive.sources.look import Look, Watch, kept
from pipelines.archive.sources.source_state import Known
from pipelines.archive.sources.un_look import UnLook
from pipelines.archive.sources.un_series import UnSeries
from pipelines.archive.sources.web import Web


@kind("un")
class UnSource(UnSeries):
    """A series of the United Nations; see `UnSeries`."""

    def look(self, watch: Watch, known: Mapping[str, Known]) -> Look:
        """Ask for what is due; what was asked is remembered also where nothing was found.

        Raises:
            ReportedError: the system can't be asked.
        """
        limits, now = watch.settings.reader_limits, datetime.now(tz=UTC).replace(microsecond=0)
        web = Web(self, watch.settings.fetch, limits.max_bytes, contact=self.contact)
        try:
            asked = watch.source_state.asked(self.name).load()
            look = UnLook(self, web, known, asked, fetched=watch.fetched, pace=watch.pace, limits=limits, now=now)
            found = look.look()
        finally:
            web.close()
        files = tuple(watch.again(self, found.documents, {name: old.sha256 for name, old in known.items()}))
        error = found.error
        if error is None and len(files) < self.at_least:
            error = f"it gave {len(files)} documents so far, and at least {self.at_least} are expected"
        if error:
            error = f"Source {self.name}: {error}.{kept(len(known))}"
        notice = f"Source {self.name}: {found.notice}." if found.notice else None
        return Look(self, files, found.documents, error, notice, progress=found.asked)
