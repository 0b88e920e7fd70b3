"""The site's own words in the language of a page: phrases, numbers, days. English is what stands in the templates.

What stands between two tags of a template is a phrase, as are those that are marked with `_("…")` or the filter
`counted`; all are translated in `datapackage/translations/<iso>.po`. Not here: what notes say.
"""

from __future__ import annotations

import gettext
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from io import BytesIO

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent
from markupsafe import Markup, escape

from pipelines.contract.languages import LANGUAGES, TRANSLATED
from pipelines.workspace.paths import DATAPACKAGE

FOLDER = DATAPACKAGE / "translations"
# Of languages, as their readers look for them.
OWN_NAMES = {language.code: language.own_name for language in LANGUAGES.values()}


# What parts the phrases of a template: lines, tags of blocks, and attributes that are read out.
_TAGS = (
    "p li h[1-6] th td dt dd div section ul ol dl nav table tr thead tbody caption summary details figure figcaption "
    "form label option select title main header footer aside pre textarea button body svg rect g style"
).replace(" ", "|")
_ATTRIBUTE = re.compile(r'( (?:aria-label|placeholder)=")([^"]+)')
_PARTS = re.compile(rf"(\n|</?(?:{_TAGS})\b[^<>]*>|<(?:meta|link|script|html|!)[^\n]*)")
# What is no word: what the template computes, and tags within a line.
_CODE = r"(?:{#(?:(?!#}).)*#}|{%(?:(?!%}).)*%}|{{(?:(?!}}).)*}}|<[^<>]*>)"
_PHRASE = re.compile(rf"((?:\s|{_CODE})*)(.*?)((?:\s|{_CODE})*)", re.DOTALL)
# A marked phrase that stands for itself, and its values.
_MARKED = re.compile(r'{{ _\("([^"]+)"((?:, \w+=.+?)*)\) }}')
# What stands between the items of a list, before the `if` or after the `else` that say whether there is another item.
_BETWEEN = re.compile(r'(?<=(?:{{|se) )"([,;:] )"')
_NO_WORDS = re.compile(rf'{_CODE}|[\w-]+="[^"]*"|&\w+;')


def translated(source: str, say: Callable[[str], str]) -> str:
    """A template with its phrases in a language: each stands between two tags of blocks, or is marked by `_("…")`."""
    source = _ATTRIBUTE.sub(lambda match: match[1] + _part_in_language(match[2], say), source)
    source = "".join(part if i % 2 else _part_in_language(part, say) for i, part in enumerate(_PARTS.split(source)))
    source = _MARKED.sub(lambda match: _with_values(match[1], match[2], say), source)
    return _BETWEEN.sub(lambda match: f'"{say(match[1])}"', source)


def _with_values(phrase: str, values: str, say: Callable[[str], str]) -> str:
    """A marked phrase in another language, with each value where the translation has its name.

    `phrase`, `values`: of `{{ _("%(n)s of %(all)s", n=shown, all=total) }}` what stands in quotes, and what follows it.
    In Spanish: "{{ shown }} de {{ total }}".
    """
    named = dict(value.split("=", 1) for value in re.split(r", (?=\w+=)", values)[1:])
    return re.sub(r"%\((\w+)\)s|%%", lambda place: f"{{{{ {named[place[1]]} }}}}" if place[1] else "%", say(phrase))


def _part_in_language(part: str, say: Callable[[str], str]) -> str:
    """A part of a template in another language; of one without words, only its punctuation.

    The translation of `See <a href="{{ top }}">the notes</a>.` is asked for as "See {1}the notes{2}.": what is no word
    has a number there, and its place in the translation is where that number stands.
    """
    if not any(map(str.isalpha, _NO_WORDS.sub("", part))):
        signs = dict(zip("“”", say("“%(words)s”").split("%(words)s"), strict=True))
        signs |= {", ": _clauses(say), "; ": say("; "), ": ": say(": "), ":": say(": ").rstrip()}
        return re.sub(f"{_CODE}|[“”]|[,;:] |:(?=<)", lambda match: signs.get(match[0], match[0]), part)
    before, words, after = _PHRASE.fullmatch(part).groups()  # type: ignore[union-attr] # it fits all
    code = re.findall(rf"{_CODE}+", words)
    numbers = iter(range(1, len(code) + 1))
    phrase = re.sub(rf"{_CODE}+", lambda _: f"{{{next(numbers)}}}", words)
    return before + re.sub(r"{(\d+)}", lambda place: code[int(place[1]) - 1], say(phrase)) + after


def _clauses(say: Callable[[str], str]) -> str:
    """The comma of a sentence, which in Chinese is not that of a list: "，" and "、"."""
    return say("A, B")[1:-1]


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The phrases of a language; the English ones where it has no `.po` file."""
    if language not in TRANSLATED:
        return gettext.NullTranslations()
    compiled = BytesIO()
    with (FOLDER / f"{language}.po").open("rb") as lines:
        write_mo(compiled, read_po(lines, locale=language))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases, numbers and days of the site in one language."""

    language: str

    def say(self, phrase: str, **values: object) -> str:
        """A phrase with its values in their places (`%(name)s`)."""
        translated = catalogue(self.language).gettext(phrase)
        return translated % values if values else translated

    @property
    def comma(self) -> str:
        """What stands between two parts of a sentence."""
        return _clauses(self.say)

    def day(self, value: date | str | None) -> str:
        """A date as people write it."""
        if value is None:
            return self.say("no date")
        return _day(date.fromisoformat(value) if isinstance(value, str) else value, self.language)

    def number(self, value: int) -> str:
        """A whole number with its thousands parted."""
        return _number(value, self.language)

    def share(self, value: float | str, digits: int = 0) -> str:
        """A share as a percentage: "97%", in Spanish "97 %"."""
        return _share(float(value), digits, self.language)

    def size(self, value: int) -> str:
        """A file size as people read it."""
        if value < 1000:
            return self.say("%(amount)s bytes", amount=value)
        large, amount = value >= 1_000_000, value / (1_000_000 if value >= 1_000_000 else 1000)
        number = format_decimal(amount, "0" if amount >= 10 else "0.0", locale=self.language)
        return self.say("%(amount)s MB", amount=number) if large else self.say("%(amount)s kB", amount=number)

    def listed(self, items: Iterable[str]) -> Markup:
        """Texts or markup as people list them: "8, 9 and 13"."""
        return Markup(format_list([escape(item) for item in items], locale=_locale(self.language)))  # noqa: S704 - escaped

    def counted(self, value: int, one: str, many: str) -> str:
        """A number with its noun: "3 notes", "3 notas"; in Arabic one and two are the noun alone, without a figure."""
        noun = catalogue(self.language).ngettext(one, many, value)
        return noun if self.language == "ar" and value in (1, 2) else f"{self.number(value)} {noun}"

    def plurals(self, one: str, many: str) -> dict[str, str]:
        """The forms of a noun beside numbers, by the category of the number, as browsers know them (CLDR)."""
        category, say = Locale.parse(_locale(self.language)).plural_form, catalogue(self.language).ngettext
        # Of each category there is one among these; the last stands for all higher ones.
        return {category(n): say(one, many, n) for n in (*range(200), 1_000_000)}


def _locale(language: str) -> str:
    """The locale of a language: British for English, as the United Nations write it."""
    return "en_GB" if language == "en" else language


# Of the same few days and numbers, pages say many.
@lru_cache(10_000)
def _day(value: date, language: str) -> str:
    return format_date(value, "long", _locale(language))


@lru_cache(10_000)
def _number(value: int, language: str) -> str:
    return format_decimal(value, locale=language)


@lru_cache(10_000)
def _share(value: float, digits: int, language: str) -> str:
    locale = Locale.parse(_locale(language))
    pattern = locale.percent_formats[None].pattern.replace("##0", f"##0.{'0' * digits}".rstrip("."))
    return format_percent(value, pattern, locale)


def folded(text: str) -> str:
    """A text in small letters without accents and invisible characters; ligatures are letters: "État" is "etat"."""
    if text.isascii():
        return text.lower()
    marks = ("M", "Cf")
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.category(c).startswith(marks)).lower()
