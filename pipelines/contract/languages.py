"""The languages in which notes are printed, as `datapackage/codes/languages.csv` declares them.

Here: what they are called and written in. Not here: how one is read (`datapackage/language/<iso>/`), what the site says
in it (`datapackage/translations/`).
"""

from __future__ import annotations

import csv
from dataclasses import dataclass

from pipelines.workspace.paths import DATAPACKAGE


@dataclass(frozen=True, slots=True)
class Language:
    """One language. `code`: ISO 639-1. `alpha3`: ISO 639-2. `script`: ISO 15924. `direction`: ltr or rtl, as in HTML.

    `name`: in English. `own_name`: in itself. `called`: how pages call it beside a link, in small letters.
    """

    code: str
    name: str
    own_name: str
    alpha3: str
    script: str
    direction: str
    called: frozenset[str]


def _read() -> dict[str, Language]:
    with (DATAPACKAGE / "codes" / "languages.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {
        row["language"]: Language(
            row["language"],
            row["name"],
            row["own_name"],
            row["alpha3"],
            row["script"],
            row["direction"],
            frozenset({row["language"], row["own_name"].lower(), *row["called"].split(";")} - {""}),
        )
        for row in rows
    }


# Languages that the words of the site are translated into.
TRANSLATED = tuple(sorted(path.stem for path in (DATAPACKAGE / "translations").glob("*.po")))
# By code, in the order in which one takes the place of English where a note has no English version.
LANGUAGES = _read()
