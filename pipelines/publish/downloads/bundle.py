"""Writes the zip of a release: its data, texts and documents, at fixed dates, sorted.

Not here: what is in those files.
"""

from __future__ import annotations

import struct
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pipelines.publish.downloads.kinds import COMPRESSION, download
from pipelines.publish.draft import Edition
from pipelines.publish.integrity import read_sums
from pipelines.workspace.seal import sha256_file

# The earliest date that a zip can hold: an archive of the same files has the same bytes on any day.
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
# What stands before the bytes of a member; at its end, how long name and extra field are that follow it.
_HEADER = struct.Struct("<26xHH")
_DOCUMENTS = (
    "CHANGELOG.md",
    "CITATION.cff",
    "LICENSE",
    "README.md",
    "changes.csv",
    "changes.json",
    "codebook.csv",
    "datapackage.json",
    "release.json",
    "validation.json",
)


@download(
    ".zip",
    "ZIP",
    "every table as CSV and Parquet, with descriptor, README and codebook",
    needs=("datapackage.json", "README.md", "codebook.csv"),
    edition=True,
    beside="process",
)
def write_zip(draft: Edition, target: Path) -> None:
    """Write data, texts and documents of the release into `target`.

    `datapackage.json` is at the root, where Frictionless looks for it.
    """
    if draft.trial:  # all that it holds is looked at file by file
        return
    names = [file.path for file in draft.files] + [name for name in _DOCUMENTS if (draft.folder / name).is_file()]
    with ZipFile(target, "w") as archive, ExitStack() as stack:
        former = stack.enter_context(ZipFile(last)) if (last := _last(draft, target.name)) else None
        known = former.NameToInfo if former else {}
        for name in sorted(names):
            file = draft.folder / name
            if former and last and name in known and file.samefile(last.parent / name):
                _take_over(former, known[name], archive)
                continue
            entry = ZipInfo(name, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = 0o100644 << 16
            # Parquet is compressed already.
            entry.compress_type = ZIP_STORED if file.suffix == ".parquet" else ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes(), compresslevel=COMPRESSION)


def _last(draft: Edition, name: str) -> Path | None:
    """The zip of the release before, where the same code made it and it is as it was."""
    last = draft.before.parent if draft.before and draft.reuse.usable else None
    intact = last and (last / name).is_file() and sha256_file(last / name) == read_sums(last)[name]
    return last / name if last and intact else None


def _take_over(former: ZipFile, entry: ZipInfo, archive: ZipFile) -> None:
    """Copy a member as it is compressed, which `ZipFile` can't."""
    source, target = cast(IO[bytes], former.fp), cast(IO[bytes], archive.fp)
    source.seek(entry.header_offset)
    header = source.read(_HEADER.size)
    named = sum(_HEADER.unpack(header))
    entry.header_offset = target.seek(archive.start_dir)
    target.write(header + source.read(named + entry.compress_size))
    archive.start_dir = target.tell()
    archive.filelist.append(entry)
