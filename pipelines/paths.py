"""Where the declarations (`datapackage/`, `sql/`) are found and where outputs go.

In a checkout they stand beside this package; in an installed wheel they are packaged inside it. Not here: what they
say.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parent
IN_CHECKOUT = (_CHECKOUT / "datapackage" / "columns.yaml").is_file()
_HOME = _CHECKOUT if IN_CHECKOUT else _PACKAGE / "_data"

DATAPACKAGE = _HOME / "datapackage"
SQL = _HOME / "sql"
PROJECT = _CHECKOUT if IN_CHECKOUT else Path.cwd()
DEFAULT_OUTPUTS = PROJECT / "outputs"


@dataclass(frozen=True, slots=True)
class Outputs:
    """The folders below one outputs folder; nothing is written outside them."""

    root: Path

    @property
    def archive(self) -> Path:
        """Bytes as received with receipt and plain text, one folder per content hash; and the quarantine."""
        return self.root / "archive"

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
