"""Where the declarations (`datapackage/`, `sql/`) are found and where outputs go.

In a checkout they stand beside this package; in an installed wheel they are packaged inside it. Not here: what they
say.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent
IN_CHECKOUT = (_CHECKOUT / "datapackage" / "columns.yaml").is_file()
_HOME = _CHECKOUT if IN_CHECKOUT else _PACKAGE / "_data"

DATAPACKAGE = _HOME / "datapackage"
SQL = _HOME / "sql"
PROJECT = _CHECKOUT if IN_CHECKOUT else Path.cwd()
# A deployment keeps these outside the code; nobody else needs to set anything.
DEFAULT_OUTPUTS = Path(os.environ.get("UNCAC_OUTPUTS") or PROJECT / "outputs")
DEFAULT_SETTINGS = Path(os.environ.get("UNCAC_SETTINGS") or DATAPACKAGE / "settings.yaml")
DEFAULT_CORRECTIONS = Path(os.environ.get("UNCAC_CORRECTIONS") or DATAPACKAGE / "corrections.yaml")
# Who publishes, written by `uncac init`; what stands in it wins over the publication that comes with the code.
OWN_PUBLICATION = Path(os.environ.get("UNCAC_PUBLICATION") or PROJECT / "publication.yaml")
DEFAULT_SOURCES = Path(os.environ.get("UNCAC_SOURCES") or DATAPACKAGE / "sources.yaml")


def named_in_vain(path: Path) -> str:
    """What is wrong with a file that an environment variable names and that is not there; empty where nothing is."""
    for variable in ("UNCAC_SETTINGS", "UNCAC_SOURCES", "UNCAC_CORRECTIONS", "UNCAC_PUBLICATION"):
        if os.environ.get(variable) and Path(os.environ[variable]) == path and not path.exists():
            return f"{variable} names {path}, which is not there. Correct {variable} or unset it."
    return ""


@dataclass(frozen=True, slots=True)
class Outputs:
    """The folders below one outputs folder; nothing is written outside them."""

    root: Path

    @property
    def archive(self) -> Path:
        """Bytes as received with receipt and plain text, one folder per content hash; and the quarantine."""
        return self.root / "archive"

    @property
    def inventory(self) -> Path:
        """List of the files that the last run found at the sources."""
        return self.archive / "inventory.json"

    @property
    def versions(self) -> Path:
        """List of the last version of each document that could be published."""
        return self.archive / "versions.json"

    @property
    def fetched(self) -> Path:
        """Bytes that were fetched and that no archive holds yet, by checksum."""
        return self.archive / "fetched"

    @property
    def quarantine(self) -> Path:
        """Files that could not be published, with the reason."""
        return self.archive / "quarantine"

    @property
    def extract(self) -> Path:
        """Extracted rows as Parquet, one folder per batch of notes."""
        return self.root / "extract"

    @property
    def model(self) -> Path:
        """Published tables as Parquet, before they become a release."""
        return self.root / "model"

    @property
    def publish(self) -> Path:
        """Releases and the pointer to the latest."""
        return self.root / "publish"
