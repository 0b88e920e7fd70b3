"""Writes the zip of a release: one CSV a table, README and codebook, at fixed dates, sorted.

Not here: what is in those files.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pipelines.publish.downloads.kinds import COMPRESSION, download
from pipelines.publish.draft import ReleaseDraft

# The earliest date that a zip can hold: an archive of the same files has the same bytes on any day.
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3


@download(
    ".zip",
    "ZIP",
    "every table as CSV, with README and codebook",
    export="zip",
    after=("codebook", "documents"),
)
def write_zip(draft: ReleaseDraft, target: Path) -> None:
    """Write the tables, README and codebook into `target`."""
    tables = [f"data/{table.name}.csv" for table in draft.contract.tables]
    with ZipFile(target, "w") as archive:
        for name in sorted(["README.md", "codebook.csv", *tables]):
            entry = ZipInfo(name, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = 0o100644 << 16
            entry.compress_type = ZIP_DEFLATED
            archive.writestr(entry, (draft.folder / name).read_bytes(), compresslevel=COMPRESSION)
