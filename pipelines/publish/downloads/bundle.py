"""Writes the zip of a release: all that was rendered before it, at fixed dates, sorted.

Not here: what is in those files.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pipelines.publish.facts import Facts

# The earliest date that a zip can hold: an archive of the same files has the same bytes on any day.
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


def write_zip(facts: Facts, target: Path) -> None:
    """Write every file that stands in the release so far into `target`.

    `datapackage.json` is at the root, where Frictionless looks for it.
    """
    files = sorted(p for p in facts.folder.rglob("*") if p.is_file() and p != target)
    with ZipFile(target, "w") as archive:
        for file in files:
            entry = ZipInfo(file.relative_to(facts.folder).as_posix(), _DATE)
            entry.create_system = _UNIX
            entry.external_attr = 0o100644 << 16
            # Parquet is compressed already.
            entry.compress_type = ZIP_STORED if file.suffix == ".parquet" else ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes(), compresslevel=6)
