"""Writes the zip of a release: its data, texts and documents, at fixed dates, sorted.

Not here: what is in those files.
"""

from __future__ import annotations

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from pipelines.publish.downloads.kinds import COMPRESSION, download
from pipelines.publish.draft import ReleaseDraft

# The earliest date that a zip can hold: an archive of the same files has the same bytes on any day.
_DATE = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
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
    export="zip",
    after=("codebook", "descriptor", "documents"),
)
def write_zip(draft: ReleaseDraft, target: Path) -> None:
    """Write data, texts and documents of the release into `target`.

    `datapackage.json` is at the root, where Frictionless looks for it.
    """
    names = [file.path for file in draft.files] + [name for name in _DOCUMENTS if (draft.folder / name).is_file()]
    with ZipFile(target, "w") as archive:
        for name in sorted(names):
            file = draft.folder / name
            entry = ZipInfo(name, _DATE)
            entry.create_system = _UNIX
            entry.external_attr = 0o100644 << 16
            # Parquet is compressed already.
            entry.compress_type = ZIP_STORED if file.suffix == ".parquet" else ZIP_DEFLATED
            archive.writestr(entry, file.read_bytes(), compresslevel=COMPRESSION)
