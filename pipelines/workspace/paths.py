"""The paths of declarations (`datapackage/`, the operator's over them, `sql/`) and of outputs.

In a checkout they stand beside this package; in an installed wheel they are packaged inside it. Not here: what they
say.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from pipelines.workspace.errors import ReportedError

_PACKAGE = Path(__file__).resolve().parent.parent
_CHECKOUT = _PACKAGE.parent
IN_CHECKOUT = (_CHECKOUT / "datapackage" / "columns.yaml").is_file()
_HOME = _CHECKOUT if IN_CHECKOUT else _PACKAGE / "_data"

DATAPACKAGE = _HOME / "datapackage"
SQL = _HOME / "sql"
PROJECT = _CHECKOUT if IN_CHECKOUT else Path.cwd()
# A deployment keeps these outside the code; nobody else needs to set anything.
DEFAULT_OUTPUTS = Path(os.environ.get("UNCAC_OUTPUTS") or PROJECT / "outputs")
# What an operator declares; nothing that comes with the code is ever written to.
CONFIG = Path(os.environ.get("UNCAC_CONFIG") or PROJECT / "config")
_DECLARATIONS = ("corrections.yaml", "publication.yaml", "settings.yaml", "sources.yaml")


def own_file(name: str) -> Path:
    """The operator's declaration of that name, such as `sources.yaml`; it need not exist."""
    return CONFIG / name


def declared_in(name: str, *alone: Path | str | None) -> tuple[Path, ...]:
    """The files of that name that declare something: the one that is shipped, then the operator's over it.

    `alone`: files that were named for this once, in place of both; None and "" are none.

    Raises:
        ReportedError: the environment names an operator's folder that is not there; the folder can't be read, or a
            file in it is nearly called as one of these.
    """
    if any(alone):
        return tuple(Path(path) for path in alone if path)
    if os.environ.get("UNCAC_CONFIG") and not CONFIG.is_dir():
        raise ReportedError(
            f"UNCAC_CONFIG names {CONFIG}, which is not there. Correct it, or let `uncac init` make the folder."
        )
    try:
        there = sorted(path.name for path in CONFIG.iterdir()) if CONFIG.is_dir() else []
    except OSError as error:
        raise ReportedError(f"{CONFIG} can't be read: {error.strerror}. Allow reading it.") from error
    for other in there:
        # What would be passed over, though somebody wrote it to be read.
        near = [] if other in _DECLARATIONS else get_close_matches(other, _DECLARATIONS, 1, 0.8)
        if near:
            raise ReportedError(f"{CONFIG / other} is not read. Did you mean {near[0]}?")
    return (DATAPACKAGE / name, own_file(name)) if name in there else (DATAPACKAGE / name,)


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
        """List of the files that the sources gave in the last run."""
        return self.archive / "inventory.json"

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
