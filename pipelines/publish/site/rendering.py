"""Turns templates into the files of the site: escaping, security policy, what every page shows around its content.

Here: the Jinja environment with its filters, and `Site`, which renders pages. Not here: what a page says (its module).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import wraps
from gettext import NullTranslations
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.ext import InternationalizationExtension
from markupsafe import Markup, escape

from pipelines.archive.symbols import official_address
from pipelines.contract.articles import article_code, articles_in
from pipelines.contract.languages import LANGUAGES
from pipelines.extract.versions.names import official_names
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import Pager
from pipelines.publish.site.phrases import OWN_NAMES, Phrases, catalogue, folded, translated
from pipelines.publish.site.rows import parted_words, rows_of_release
from pipelines.publish.streams import Row
from pipelines.workspace.fingerprint import fingerprint
from pipelines.workspace.paths import DATAPACKAGE

# Nothing but what the release itself holds, and no script or style inside a page, whatever a note's text may hold.
_POLICY = (
    "default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'"
)
# Code points that HTML does not allow, those that only control a terminal, and overrides of the direction of writing,
# with which a note could turn the page's own words around; and what print does to letters: ligatures, soft hyphens. The
# data files keep them.
_FORBIDDEN = "\u202d\u202e\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff"
_NOT_SHOWN = re.compile(f"[{_FORBIDDEN}\ufb00-\ufb06\u00ad]")
# A word with hyphens.
_HYPHENED = re.compile(r"[^\W\d_]+(?:[-‐][^\W\d_]+)+")
# Texts of the publication that pages show.
_TEXTS = ("title", "description", "rights", "provenance")
# Filters of templates that are methods of `Phrases`, of `Site`; what templates call the meanings of a column's codes.
_OF_PHRASES = ("day", "number", "counted", "share", "size", "listed")
_OF_SITE = ("part", "read", "told", "named", "titled", "written", "source", "official")
_CODED = {
    "attributions": "attribution",
    "document_types": "document_type",
    "languages": "language",
    "respondents_read": "respondents_read",
    "scopes": "scope",
    "silent_reasons": "silent_reason",
    "stages_meant": "stage",
    "statuses": "status",
}


def clean(value: object) -> object:
    """A value as a page shows it: a text without forbidden characters, ligatures as letters; None as an empty text."""
    if type(value) is str and _NOT_SHOWN.search(value):
        return _NOT_SHOWN.sub(_shown, value)
    return "" if value is None else value


def stored(text: str) -> Markup:
    """A text as the data have it, for the CSV that a reader saves of a table on a page."""
    return escape(re.sub(f"[{_FORBIDDEN}]", "\ufffd", text))


def _shown(match: re.Match[str]) -> str:
    sign = match[0]
    if "\ufb00" <= sign <= "\ufb06":
        return unicodedata.normalize("NFKC", sign)
    return "" if sign == "\u00ad" else "\ufffd"


def spans(codes: str | Sequence[str] | None, ranged: Sequence[int] | None) -> list[tuple[int, int]]:
    """Articles as spans: a single article as `(9, 9)`, those of a range in a heading as `(15, 42)`."""
    ranges: list[tuple[int, int]] = []
    within = frozenset(ranged or ())
    for number in articles_in(codes):
        if ranges and {number, number - 1} <= within and ranges[-1][1] == number - 1:
            ranges[-1] = (ranges[-1][0], number)
        else:
            ranges.append((number, number))
    return ranges


class _Compiled(FileSystemBytecodeCache):
    """Templates as Python compiles them, kept from run to run where Python keeps this module as it compiled it."""

    def __init__(self, language: str) -> None:
        super().__init__(str(Path(__file__).parent / "__pycache__"), f"__jinja2_{language}_%s.cache")

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code, where that may be written."""
        with suppress(OSError):
            super().dump_bytecode(bucket)

    def get_source_checksum(self, source: str) -> str:
        """A checksum of all that decides a template's code: its words, this module, the version of Jinja."""
        return super().get_source_checksum(f"{_ENVIRONMENT} {source}")


class _Translated(PackageLoader):
    """Loads the templates with their phrases in a language; a phrase without a translation stays English."""

    def __init__(self, words: NullTranslations) -> None:
        super().__init__("pipelines.publish.site")
        self._words = words

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool] | None]:
        """The source of a template, in the language."""
        source, path, fresh = super().get_source(environment, template)
        return translated(source, self._words.gettext), path, fresh


_ENVIRONMENT = f"{version('jinja2')} {fingerprint([Path(__file__)])}"


class _Environment(Environment):
    """Jinja's environment, in which `row.quote` looks among a row's columns first: Jinja's own order is slower."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The value of `obj.attribute` in a template."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


def _environment(language: str = "en") -> Environment:
    words = catalogue(language)
    environment = _Environment(
        loader=_Translated(words),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=clean,
        bytecode_cache=_Compiled(language),
        extensions=[InternationalizationExtension],
    )
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {"stored": stored, "article_code": article_code, "spans": spans}
    environment.filters["direction"] = lambda code: LANGUAGES[code].direction
    environment.globals["address"] = addresses
    return environment


class Site:
    """The site of one release, in one language.

    `prefix`: the folder of its pages, with `/`; none for English. `meanings`: of codes, by what pages call them.
    """

    def __init__(self, draft: ReleaseDraft, language: str = "en") -> None:
        self.draft, self.language, self.phrases = draft, language, Phrases(language)
        self.say = self.phrases.say
        self.prefix = _prefix(language)
        self.environment = _environment(language)
        self._names = official_names(language) if language != "en" else {}
        self.topics, self.articles = self._coded("topics", "topic"), self._coded("articles", "article")
        self._parted = draft.once(parted_words)
        self._frames: dict[tuple[str, str], dict[str, str]] = {}
        own = getattr(draft.publication.translations, language, None) or draft.publication
        texts = {name: getattr(own, name).replace("'", "’") for name in _TEXTS}
        self.publication = draft.publication.model_copy(update=texts)
        words = draft.publication.dictionary.get(language, {})
        self.meanings = {
            name: {
                code: words.get(meaning) or self.phrases.say(meaning)
                for code, meaning in draft.contract.meanings(column).items()
            }
            for name, column in _CODED.items()
        }
        self.meanings["stages"] = {code: self.say(code.replace("_", " ")) for code in self.meanings["stages_meant"]}
        self.environment.filters |= {name: getattr(self.phrases, name) for name in _OF_PHRASES}
        self.environment.filters |= {name: getattr(self, name) for name in _OF_SITE}
        self.environment.filters |= {
            "numbers": lambda codes: self.phrases.listed(map(str, articles_in(codes))),
        }
        self.environment.globals |= self.meanings | {
            "edition": language,
            "topics": self.topics,
            "chapter": self.chapter,
            "draft": draft,
            "publication": self.publication,
            "own_names": OWN_NAMES,
            "notes": rows_of_release(draft).notes,
            "editions": [(code, _prefix(code)) for code in ("en", *draft.publication.editions)],
            "prefix": self.prefix,
        }

    def _coded(self, name: str, key: str) -> dict[Any, Row]:
        """The rows of a code list with their texts in the language, by code."""
        texts = code_list(name, self.language)
        rows = rows_of_release(self.draft).select(f"SELECT * FROM {name} ORDER BY {key}")
        return {row[key]: row | {"own_title": row[f"{key}_title"]} | texts.get(str(row[key]), {}) for row in rows}

    def told(self, text: str) -> str:
        """A text of a table or column in the language, with typographic apostrophes."""
        text = self.draft.publication.dictionary.get(self.language, {}).get(text) or self.say(text)
        return text.replace("'", "’")

    def named(self, row: Mapping[str, Any]) -> str:
        """A State as the language calls it."""
        return self._names.get(row["state_iso3"], str(row["state_name"]))

    def written(self, row: Mapping[str, Any], language: str) -> str:
        """The name of a State as the note writes it; empty where it is the usual name in the note's language."""
        called = row["state_name"] if language == "en" else official_names(language)[row["state_iso3"]]
        written = str(row["name_as_written"])
        return "" if folded(written) == folded(called) else written

    def titled(self, row: Mapping[str, Any]) -> str:
        """The title of an article, by a row of it."""
        return str(self.articles[row["article"]]["article_title"])

    def chapter(self, number: int) -> str:
        """The title of the chapter of an article."""
        return str(self.articles[number]["chapter_title"])

    def read(self, text: str) -> str:
        """A text of a note for reading: ligatures as letters, words that a line end divided joined again."""
        if type(text) is not str:  # markup, of which each part was read through before
            return text
        shown = str(clean(text))
        return _HYPHENED.sub(lambda word: self._parted.get(word[0], word[0]), shown) if "-" in shown else shown

    def source(self, note: Row) -> Markup:
        """A note as it is cited: title, kind, symbol, date."""
        title, symbol = (escape(clean(note[name])) for name in ("note_title", "note_symbol"))
        if note["language"] != self.language:
            title = Markup('<bdi lang="{}">{}</bdi>').format(note["language"], title)
        quoted = Markup(self.say("“%(words)s”")) % {"words": title}  # noqa: S704 - a phrase
        parts = filter(None, (quoted, self.meanings["document_types"][note["document_type"]], symbol))
        return Markup("{} ({})").format(escape(self.phrases.comma).join(parts), self.phrases.day(note["note_issued"]))

    def official(self, note: Row, page: int | None = None) -> str | None:
        """The address of a note at the United Nations, in the language; with its page, if counted in that one."""
        if not note["note_symbol"]:
            return None
        place = f"#page={page}" if page and self.language == note["language"] else ""
        return official_address(note["note_symbol"], self.language) + place

    def marked(self, row: Row) -> Row:
        """The row of a statement, in whose quote the words are marked that name a topic or a system."""
        quote, start, end = row["quote"], row["words_start"], row["words_end"]
        parts = map(self.read, (quote[:start], quote[start:end], quote[end:]))
        return {**row, "quote": Markup("{}<mark>{}</mark>{}").format(*parts)}

    def part(self, pager: Pager) -> str:
        """The part of a title that numbers a page: ", part 2 of 5"; empty for the first."""
        if pager.first:
            return ""
        return self.say(", part %(number)s of %(count)s", number=pager.number, count=pager.count)

    def article(self, number: int, row: Mapping[str, Any] | None = None) -> str:
        """An article by its number; with its title, where a row of it is given."""
        if row is None:
            return self.say("Article %(number)s", number=number)
        return self.say("Article %(number)s: %(title)s", number=number, title=self.titled(row))

    def by_name(self, rows: Iterable[Row]) -> list[Row]:
        """Rows of States in the order of their names."""
        return sorted(rows, key=lambda row: (folded(self.named(row)), row["state_iso3"]))

    def page(self, path: str, template: str = "", *, kind: str, title: str, **context: Any) -> tuple[str, str]:
        """One page: its path and markup; its template is called like it, where no other is named.

        `kind`: one of the kinds of page (`landing`, `state` …). `title`: of the page, without that of the site. `root`
        and `top`, among what the template needs: where addresses of pages of the language, and of the release, begin,
        if not beside the page. `alone`: whether the page is there in this language only.
        """
        root = context.pop("root", "../" * path.count("/"))
        top = context.pop("top", root + "../" * self.prefix.count("/"))
        policy = _POLICY.format(wasm=" 'wasm-unsafe-eval'" if kind == "sql" else "")
        markup = self.environment.get_template(template or path)
        # Marked as what needs no escape, as every link of a page begins with it.
        root, top = escape(root), escape(top)
        shared = {"path": path, "root": root, "top": top, "kind": kind, "title": title, "policy": policy}
        shared |= self._frame("" if "/" in path else path, root, top)
        return f"{self.prefix}{path}", markup.render({"alone": False, **shared, **context})

    def _frame(self, path: str, root: str, top: str) -> dict[str, str]:
        """Menu and foot, which pages at the same depth share, unless the menu or the foot marks the page as current."""
        if (path, root) not in self._frames:
            shown = {"path": path, "root": root, "top": top}
            self._frames[path, root] = {name: self.fragment(f"{name}.html", **shown) for name in ("menu", "foot")}
        return self._frames[path, root]

    def pages(
        self, parts: Iterable[tuple[Pager, Sequence[Any]]], template: str, *, title: str, **context: Any
    ) -> Iterator[tuple[str, str]]:
        """The pages of a list. `parts`: as `paged` gives them. `title`: of the list. All else: as `page`."""
        for pager, rows in parts:
            yield self.page(pager.address, template, title=title + self.part(pager), rows=rows, pager=pager, **context)

    def fragment(self, template: str, **context: Any) -> Markup:
        """A piece of markup that several pages or files hold."""
        return Markup(self.environment.get_template(template).render(**context))  # noqa: S704 - from a template


Pages = Callable[[ReleaseDraft, Site], Made]


def pages(*, alone: bool = False, **how: Any) -> Callable[[Pages], Pages]:
    """Register a function that gives pages of one language, for each language of the site; `alone`: for English.

    `how`: fields of `Renderer`.
    """

    def entered(make: Pages) -> Pages:
        @renders(**how)
        @wraps(make)
        def every(draft: ReleaseDraft) -> Made:
            for site in sites(draft)[:1] if alone else sites(draft):
                yield from make(draft, site)

        return make

    return entered


def sites(draft: ReleaseDraft) -> list[Site]:
    """The site in each of its languages, English first."""
    return draft.once(_sites)


def _sites(draft: ReleaseDraft) -> list[Site]:
    return [Site(draft, language) for language in ("en", *draft.publication.editions)]


def _prefix(language: str) -> str:
    return "" if language == "en" else f"{language}/"


def code_list(name: str, language: str | None = None) -> dict[str, dict[str, str]]:
    """The texts of a code list in a language, by code; the first column has the codes, and is not among the texts.

    Without `language` it is the list itself.
    """
    path = DATAPACKAGE / "codes" / name / f"{language}.csv" if language else DATAPACKAGE / "codes" / f"{name}.csv"
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8", newline="") as lines:
        code, *_ = (reader := csv.DictReader(lines)).fieldnames or ("",)
        return {row.pop(code): row for row in reader}
