"""Turns templates into the files of the site: escaping, security policy, what every page shows around its content.

Here: the Jinja environment with its filters, and `Site`, which renders pages. Not here: what a page says (its module).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.ext import InternationalizationExtension
from markupsafe import Markup

from pipelines.contract.articles import article_code, articles_in
from pipelines.contract.languages import LANGUAGES
from pipelines.extract.outline.symbols import official_address
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import Pager
from pipelines.publish.site.phrases import OWN_NAMES, TRANSLATED, Phrases, catalogue
from pipelines.publish.site.rows import sister_pages, topic_titles
from pipelines.workspace.fingerprint import fingerprint

# Nothing but what the release itself holds, and no script or style inside a page, whatever a note's text may hold.
_POLICY = (
    "default-src 'none'; script-src 'self'{wasm}; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "worker-src 'self'; base-uri 'none'; form-action 'self'"
)
# Code points that HTML does not allow, those that only control a terminal, and overrides of the direction of writing,
# with which a note could turn the page's own words around. The data files keep them.
_FORBIDDEN = re.compile("[\u202d\u202e\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")
_NAVIGATION = (
    ("states.html", "States"),
    ("articles.html", "Articles"),
    ("topics.html", "Topics"),
    ("notes.html", "Notes"),
    ("statements.html", "Statements"),
    ("systems.html", "Named systems"),
    ("compare.html", "Compare"),
    ("charts.html", "Charts"),
    ("search.html", "Search"),
    ("about.html", "Method"),
)
# What fewer look for: at the foot of every page.
_FURTHER = (
    ("collective.html", "Collective statements"),
    ("changes.html", "What changed"),
    ("releases.html", "All releases"),
    ("use.html", "How to use the data"),
    ("api.html", "API"),
    ("columns.html", "Columns"),
    ("sql.html", "SQL"),
    ("doubts.html", "What is doubtful"),
    ("accessibility.html", "Accessibility"),
)


def clean(value: object) -> object:
    """What a page shows of a value: a text without code points that no page may hold, nothing for None."""
    if type(value) is str and _FORBIDDEN.search(value):
        return _FORBIDDEN.sub("\ufffd", value)
    return "" if value is None else value


def size(value: int) -> str:
    """A file size as people read it."""
    if value < 1000:
        return f"{value} bytes"
    unit, amount = ("kB", value / 1000) if value < 1_000_000 else ("MB", value / 1_000_000)
    return f"{amount:.0f} {unit}" if amount >= 10 else f"{amount:.1f} {unit}"


def direction(language: str) -> str:
    """How a language is written, as HTML says it."""
    return LANGUAGES[language].direction


def source(document_types: dict[str, str], say_day: Callable[[date | str | None], str], note: dict[str, Any]) -> str:
    """A note as it is cited: title, kind, symbol, date."""
    kind = document_types[note["document_type"]]
    symbol = f", {note['note_symbol']}" if note["note_symbol"] else ""
    return f"“{note['note_title']}”, {kind}{symbol} ({say_day(note['note_issued'])})"


def official(language: str, note: dict[str, Any], page: int | None = None) -> str | None:
    """Where the United Nations serves a note, in the reader's language; at a page that was counted in that language."""
    if not note["note_symbol"]:
        return None
    place = f"#page={page}" if page and language == note["language"] else ""
    return official_address(note["note_symbol"], language) + place


def spans(codes: str | None, ranged: Sequence[int] | None) -> list[tuple[int, int]]:
    """Articles as people say them: each as `(9, 9)`, those that a heading names within a range as `(15, 42)`."""
    found: list[tuple[int, int]] = []
    within = frozenset(ranged or ())
    for number in articles_in(codes):
        if found and {number, number - 1} <= within and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


class _Compiled(FileSystemBytecodeCache):
    """Templates as Python compiles them, kept from run to run where Python keeps this module as it compiled it."""

    def __init__(self) -> None:
        super().__init__(str(Path(__file__).parent / "__pycache__"))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template's code, where that may be written."""
        with suppress(OSError):
            super().dump_bytecode(bucket)

    def get_source_checksum(self, source: str) -> str:
        """What a template was compiled from: its words, and all that decides what code they become."""
        return super().get_source_checksum(f"{_ENVIRONMENT} {source}")


_COMPILED = _Compiled()
_ENVIRONMENT = f"{version('jinja2')} {fingerprint([Path(__file__)])}"


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("pipelines.publish.site"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=clean,
        bytecode_cache=_COMPILED,
        extensions=[InternationalizationExtension],
    )
    environment.filters |= {"size": size, "direction": direction}
    environment.filters |= {"article_code": article_code, "spans": spans}
    environment.globals["address"] = addresses
    return environment


@dataclass(slots=True)
class Site:
    """The site of one release, in English. Renderers take the one that all share: `draft.once(Site)`."""

    draft: ReleaseDraft
    language: str = "en"
    environment: Environment = field(default_factory=_environment)
    _editions: dict[str, Site] = field(default_factory=dict)

    def __post_init__(self) -> None:
        phrases = Phrases(self.language)
        words = catalogue(self.language)
        self.environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
        document_types = {
            code: phrases.say(kind) for code, kind in self.draft.contract.meanings("document_type").items()
        }
        self.environment.filters |= {"day": phrases.day, "number": phrases.number, "counted": phrases.counted}
        self.environment.filters["source"] = partial(source, document_types, phrases.day)
        self.environment.filters["official"] = partial(official, self.language)
        self.environment.globals |= {
            "edition": self.language,
            "attributions": {
                code: phrases.say(meaning) for code, meaning in self.draft.contract.meanings("attribution").items()
            },
            "document_types": document_types,
            "scopes": self.draft.contract.meanings("scope"),
            "languages": self.draft.contract.meanings("language"),
            "topics": topic_titles(self.draft),
            "draft": self.draft,
            "publication": self.draft.publication,
            "navigation": _NAVIGATION,
            "further": _FURTHER,
            "home": "index.html",
            "list_of_notes": "notes.html",
            "own_names": OWN_NAMES,
            "sisters": sister_pages(self.draft),
        }
        if self.language != "en":
            self._translate()

    def _translate(self) -> None:
        """Say who publishes what in the language, and lead around its edition."""
        publication = self.draft.publication
        told = dict(publication.translations.items()).get(self.language, publication)
        self.environment.globals |= {
            "publication": publication.model_copy(
                update={"title": told.title, "description": told.description, "rights": told.rights}
            ),
            "sisters": {},
            "further": (*_NAVIGATION, *_FURTHER),
            "home": (home := f"{self.language}/index.html"),
            "list_of_notes": f"{home}#notes",
            "navigation": (
                (home, self.say("Start")),
                (f"{home}#states", self.say("States")),
                (f"{home}#articles", self.say("Articles")),
                (f"{home}#notes", self.say("Notes")),
                (f"search.html?{urlencode({'language': OWN_NAMES[self.language]})}", self.say("Search (in English)")),
            ),
        }

    def edition(self, language: str) -> Site:
        """The site with its own words in another language, or this one where nobody has translated them."""
        if language == self.language or language not in TRANSLATED:
            return self
        if language not in self._editions:
            self._editions[language] = Site(self.draft, language)
        return self._editions[language]

    def say(self, phrase: str, **values: object) -> str:
        """A phrase of the site, in its language."""
        return Phrases(self.language).say(phrase, **values)

    def page(self, path: str, template: str = "", *, kind: str, title: str, **context: Any) -> tuple[str, str]:
        """One page: its path and markup; its template is called like it, where no other is named.

        `kind`: one of the kinds of page (`landing`, `state` …). `title`: of the page, without that of the site. `root`,
        among what the template needs: where addresses begin, if not beside the page.
        """
        root = context.pop("root", "../" * path.count("/"))
        policy = _POLICY.format(wasm=" 'wasm-unsafe-eval'" if kind == "sql" else "")
        markup = self.environment.get_template(template or path)
        return path, markup.render(path=path, root=root, kind=kind, title=title, policy=policy, **context)

    def pages(
        self, parts: Iterable[tuple[Pager, Sequence[Any]]], template: str, *, title: str, **context: Any
    ) -> Iterator[tuple[str, str]]:
        """The pages of a list. `parts`: as `paged` gives them. `title`: of the list. All else: as `page`."""
        for pager, rows in parts:
            yield self.page(pager.address, template, title=title + pager.part, rows=rows, pager=pager, **context)

    def fragment(self, template: str, **context: Any) -> Markup:
        """A piece of markup that several pages or files hold."""
        return Markup(self.environment.get_template(template).render(**context))  # noqa: S704 - from a template
