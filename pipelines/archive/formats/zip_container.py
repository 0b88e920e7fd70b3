"""Opens a document that is a zip: its parts are inflated within limits and parsed without entities or network.

Not here: which parts a format has (`docx_package`, `odt`).
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence

from lxml import etree

from pipelines.archive.formats.limits import Budget, Reason, Unreadable, locked, too_deep

MAX_ENTRIES = 10_000
FREE_INFLATION = 2**20  # bytes: a part up to that size may have any ratio, as short repetitive ones do


class Container:
    """The parts of one document. `names`: those that there are."""

    def __init__(self, data: bytes, budget: Budget, kind: str, renamed: Sequence[tuple[bytes, bytes]] = ()) -> None:
        """Open the container.

        `kind`: what messages call the format. `renamed`: names of namespaces, with those that are read in their place.

        Raises:
            Unreadable: `damaged_docx`.
        """
        self._budget, self._kind, self._renamed = budget, kind, renamed
        self._expanded = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self.names = {info.filename: info for info in self._zip.infolist()[:MAX_ENTRIES]}
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
            raise damaged(f"its zip container can't be opened: {error}", kind) from error

    def xml(self, name: str) -> etree._Element | None:
        """Return a part as XML, None where the package has no such part.

        Raises:
            Unreadable: `damaged_docx`, `encrypted_office`, `zip_bomb`, `external_entities`.
        """
        info = self.names.get(name)
        if info is None:
            return None
        self._budget.check_time()
        data = self._inflate(info)
        for other, usual in self._renamed:
            data = data.replace(other, usual)
        if b"<!DOCTYPE" in data:
            raise _declares_entities(self._kind, name)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            if "Excessive depth" in str(error):
                raise too_deep("The document's elements") from error
            raise damaged(f"{name} is not well-formed XML: {error}", self._kind) from error
        # Again, for a part in another encoding.
        if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs lack it
            raise _declares_entities(self._kind, name)
        return root

    def _inflate(self, info: zipfile.ZipInfo) -> bytes:
        limits = self._budget.limits
        if info.flag_bits & 1:
            raise locked(Reason.ENCRYPTED_OFFICE, "document", "its parts are encrypted")
        room = limits.max_expanded_bytes - self._expanded
        room = min(room, max(FREE_INFLATION, info.compress_size * limits.max_expansion_ratio))
        try:
            with self._zip.open(info) as part:
                data = part.read(room + 1)
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise damaged(f"{info.filename}: {error}", self._kind) from error
        if len(data) > room:
            raise Unreadable(
                Reason.ZIP_BOMB,
                f"The {self._kind} inflates to far more than a document holds",
                f"{info.filename} goes beyond {room:,} bytes from {info.compress_size:,}",
                "Check where the file comes from; if it is a note, raise max_expanded_bytes in the settings",
            )
        self._expanded += len(data)
        return data


def damaged(why: str, kind: str = "DOCX") -> Unreadable:
    """Say that a document in a zip container is damaged."""
    return Unreadable(
        Reason.DAMAGED_DOCX,
        f"The {kind} is cut off or damaged",
        why,
        "Get the document again from where it was published",
    )


def _declares_entities(kind: str, name: str) -> Unreadable:
    return Unreadable(
        Reason.EXTERNAL_ENTITIES,
        f"The {kind} declares XML entities",
        f"{name} has a document type declaration, which no word processor writes and an attack needs",
        "Get the document again from where it was published, or save it anew in a word processor",
    )
