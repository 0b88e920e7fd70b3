"""The site's own words in the language of a page: phrases, numbers, days. English is what stands in the templates.

Phrases are marked there, with `_("…")`, `{% trans %}` or the filter `counted`, and translated in
`datapackage/translations/<iso>.po`; what is not translated yet stays English. Not here: what notes say.
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from io import BytesIO

from babel.dates import format_date
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from pipelines.contract.languages import LANGUAGES
from pipelines.workspace.paths import DATAPACKAGE

FOLDER = DATAPACKAGE / "translations"
# Of languages, as their readers look for them.
OWN_NAMES = {language.code: language.own_name for language in LANGUAGES.values()}
# Languages that the site's own words are translated into.
TRANSLATED = tuple(sorted(file.stem for file in FOLDER.glob("*.po")))


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The phrases of a language; those of one that has no file are the English ones."""
    if language not in TRANSLATED:
        return gettext.NullTranslations()
    compiled = BytesIO()
    with (FOLDER / f"{language}.po").open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Phrases:
    """How a language says what the site says."""

    language: str

    def say(self, phrase: str, **values: object) -> str:
        """A phrase with its values in their places (`%(name)s`)."""
        said = catalogue(self.language).gettext(phrase)
        return said % values if values else said

    def day(self, value: date | str | None) -> str:
        """A date as people write it."""
        if value is None:
            return self.say("no date")
        return _day(date.fromisoformat(value) if isinstance(value, str) else value, self.language)

    def number(self, value: int) -> str:
        """A whole number with its thousands parted."""
        return _number(value, self.language)

    def counted(self, value: int, one: str, many: str) -> str:
        """A number with its noun."""
        return f"{self.number(value)} {catalogue(self.language).ngettext(one, many, value)}"


ENGLISH = Phrases("en")


# Of the same few days and numbers, pages say many.
@lru_cache(10_000)
def _day(value: date, language: str) -> str:
    return format_date(value, "long", "en_GB" if language == "en" else language)


@lru_cache(10_000)
def _number(value: int, language: str) -> str:
    return format_decimal(value, locale=language)
