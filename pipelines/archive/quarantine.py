"""The list of files that could not be published, each with a reason that a person can act on, and a copy of its bytes.

Here: what a refusal is and how it is kept. Not here: why a file is refused (`formats/`, `pipelines/extract/`).
"""

from __future__ import annotations

import csv
import io
import logging
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass, fields
from pathlib import Path

from pipelines.workspace.atomic import write_file
from pipelines.workspace.seal import is_whole

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, order=True)
class Refusal:
    """A file that is not published.

    `name`: as received. `sha256`: of its bytes, empty where it was not opened. `reason`: stable code. `message`: what,
    why and what to do, for a person.
    """

    name: str
    sha256: str
    reason: str
    message: str


_COLUMNS = [field.name for field in fields(Refusal)]


def keep_quarantine(folder: Path, refusals: Iterable[tuple[Refusal, Path]]) -> None:
    """Make `folder` hold exactly these refusals: `quarantine.csv` and a copy of each file that was opened.

    Raises:
        OSError: the file system refused.
    """
    listed = sorted(refusals, key=lambda pair: pair[0])
    copies = {_copy_name(refusal): (path, refusal.sha256) for refusal, path in listed if refusal.sha256}
    folder.mkdir(parents=True, exist_ok=True)
    for path in sorted(folder.iterdir()):
        if path.name not in copies and path.name != "quarantine.csv":
            path.unlink()
    for name, (path, digest) in copies.items():
        if not is_whole(folder / name, digest):
            write_file(folder / name, path.read_bytes())
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_COLUMNS)
    writer.writerows(astuple(refusal) for refusal, _ in listed)
    write_file(folder / "quarantine.csv", text.getvalue().encode())


def read_quarantine(folder: Path) -> list[Refusal]:
    """The refusals that `keep_quarantine` listed; none where there is no list, a damaged one or one of another form."""
    path = folder / "quarantine.csv"
    try:
        with path.open(encoding="utf-8", newline="") as handle:
            header, *rows = csv.reader(handle)
    except FileNotFoundError:
        return []
    except (OSError, ValueError, csv.Error):
        header, rows = _COLUMNS, [[]]
    if header != _COLUMNS and header[:1] == _COLUMNS[:1]:
        return []  # another version of the program wrote it
    if header != _COLUMNS or any(len(row) != len(_COLUMNS) for row in rows):
        _LOG.warning("%s is damaged and is made again by the next run that finds something new.", path)
        return []
    return [Refusal(*row) for row in rows]


def _copy_name(refusal: Refusal) -> str:
    plain = re.sub(r"[^A-Za-z0-9._-]+", "_", refusal.name.rpartition("/")[2]).strip("._")[-80:]
    return f"{refusal.sha256[:12]}-{plain or 'file'}"
