"""Writes `names.bin`: by which words a reader may ask for a State, a group of States, an article, a note or topic.

Here: the names, and what a card of the search says of each. Not here: matching (`static/names.js`, `static/query.js`),
words of paragraphs (`search.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pipelines.contract.articles import articles_in
from pipelines.contract.languages import TRANSLATED
from pipelines.publish.api.things import documents, of_release
from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import compact, compressed
from pipelines.publish.renderers import Made
from pipelines.publish.site import addresses
from pipelines.publish.site.other_names import called_alike
from pipelines.publish.site.rendering import Site, code_list, pages
from pipelines.publish.site.rows import newest_first, rows_of_release
from pipelines.publish.site.search import names_of_states
from pipelines.publish.site.systems import systems_with_a_page
from pipelines.publish.site.thesaurus import concepts_in
from pipelines.publish.site.topics import heads_of_topics
from pipelines.publish.site.words import parts_of, words_of
from pipelines.publish.streams import Row
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.yaml_file import read_yaml

# Kind, code, what is shown, its page (empty where there is none), names, and what more is known of it.
Entry = list[object]


@pages()
def render_names(draft: ReleaseDraft, site: Site) -> Made:
    """The names, compressed.

    More of a State are its articles, of a group its States and who says so, of an article its counts, of a topic these,
    its articles, the broader topic, how many of its names mean the topic itself, and the concepts of its definition, of
    a note its day, of silence who was silent in which note, and of whom that can't be told. A name may be a term as
    `language/<iso>/topics.yaml` writes them; `#` is a number.
    """
    heads = draft.once(_heads)
    entries = [*_states(site, heads), *_groups(site), *_articles(site, heads), *_notes(site, heads)]
    entries += [*_topics(site), *_systems(site, heads), *_asked(site, heads)]
    text = ",\n".join(compact(entry) for entry in entries)
    yield f"{site.prefix}names.bin", compressed(f"[\n{text}\n]\n")


@dataclass(frozen=True, slots=True)
class _Heads:
    """What cards say of things: a part of their documents, by key. `names`: of all States, sorted by name."""

    names: list[Row]
    states: dict[str, Row]
    articles: dict[str, Row]
    notes: list[Row]


def _heads(draft: ReleaseDraft) -> _Heads:
    notes = dict(documents(draft, "Note", "note", "submissions"))
    return _Heads(
        rows_of_release(draft).ask("states"),
        dict(documents(draft, "State", "summary", "by_article", "systems")),
        dict(documents(draft, "Article", "summary")),
        [notes[note["note_id"]] for note in newest_first(draft.notes)],
    )


def _states(site: Site, heads: _Heads) -> Iterator[Entry]:
    names = names_of_states()
    for row in heads.names:
        iso3, document = row["state_iso3"], heads.states.get(row["state_iso3"])
        called = _apart(site.named(row), sorted(names[iso3]))
        # Of one that is only named nothing is known; of one that is listed at least that.
        cells = None
        if document and document["summary"]:
            listed = (cell for cell in document["by_article"] if cell["status"] != "not_listed")
            cells = " ".join(f"{cell['article']}:{cell['statement_count'] or cell['status']}" for cell in listed)
        yield ["State", iso3, site.named(row), addresses.state(iso3) if document else "", called, cells]


def _groups(site: Site) -> Iterator[Entry]:
    """Regions and groups of States, with the words by which they are called in each language."""
    languages = [code_list("groups", language) for language in TRANSLATED]
    for group, row in code_list("groups").items():
        told = [row, *(texts[group] for texts in languages if group in texts)]
        called = [name for texts in told for name in (texts["group_title"], *texts["called"].split(";")) if name]
        shown = code_list("groups", site.language).get(group, row)["group_title"]
        yield ["Group", group, shown, "", [*dict.fromkeys(called)], [row["states"].split(";"), row["source"]]]


def _articles(site: Site, heads: _Heads) -> Iterator[Entry]:
    titles = [code_list("articles", language) for language in TRANSLATED]
    for number, row in site.articles.items():
        summary = heads.articles.get(str(number), {}).get("summary")
        page = addresses.article(number) if summary else "articles.html#others"
        called = [str(row["own_title"]), *_called(titles, str(number), "article_title")]
        counts = "statement_count", "state_count", "collective_statement_count"
        shown = " ".join(str(summary[name]) for name in counts) if summary else ""
        yield ["Article", number, site.article(number, row), page, _apart("", called), shown]


def _called(titles: Iterable[Mapping[str, Mapping[str, str]]], code: str, column: str) -> list[str]:
    """A title in each language that has it. `titles`: a code list in each."""
    return [told[code][column] for told in titles if code in told]


def _notes(site: Site, heads: _Heads) -> Iterator[Entry]:
    for note in (document["note"] for document in heads.notes):
        shown = f"{site.read(note['note_title'])} ({site.phrases.day(note['note_issued'])})"
        symbol = [note["note_symbol"]] if note["note_symbol"] else []
        issued = note["note_issued"].isoformat() if note["note_issued"] else ""
        yield ["Note", note["note_id"], shown, addresses.note(note["note_id"]), symbol, issued]


def _topics(site: Site) -> Iterator[Entry]:
    titles, heads = [code_list("topics", language) for language in TRANSLATED], site.draft.once(heads_of_topics)
    told = code_list("topics")
    for code, row in site.topics.items():
        asked = [term for words in _words("search").values() for term in words.get("topics", {}).get(code, ())]
        terms = [term for words in _words("topics").values() for term in words["terms"].get(code, ())]
        own = dict.fromkeys([row["own_title"], *_called(titles, code, "topic_title"), *asked])
        head = heads.get(code, {"statement_count": 0, "state_count": 0})
        page = addresses.topic(code) if head["statement_count"] else ""
        counts = head["statement_count"], head["state_count"]
        said = sorted(concepts_in(parts_of(told[code]["definition"]), "en"))
        more = [*counts, articles_in(row["articles"]), row["broader"] or "", len(own), said]
        yield ["Topic", code, row["topic_title"], page, [*dict.fromkeys([*own, *terms])], more]


def _systems(site: Site, heads: _Heads) -> Iterator[Entry]:
    paged = site.draft.once(systems_with_a_page)
    rows = [row for iso3 in sorted(heads.states) for row in heads.states[iso3]["systems"]]
    called = {row["system_id"]: _names_of(row) for row in rows}
    alike = called_alike(called, _words("search").values())
    for row in rows:
        acronym = (row["acronyms"] or "").partition(";")[0]
        written = f" ({acronym})" if acronym and acronym not in row["system_name"] else ""
        shown = f"{site.read(row['system_name'])}{written}, {site.named(row)}"
        key = row["system_id"]
        page = addresses.system(key) if key in paged else f"systems.html?state={row['state_iso3']}"
        yield ["System", key, shown, page, _apart("", called[key]), alike[key]]


def _names_of(system: Row) -> list[str]:
    told = system["system_name"], system["acronyms"], system["other_names"]
    return ";".join(filter(None, told)).split(";")


def _asked(site: Site, heads: _Heads) -> Iterator[Entry]:
    """What is asked for by words of `search.yaml`: stages, silence, articles, years, numbers …; what for nothing."""
    for code, shown in site.meanings["stages"].items():
        yield ["Stage", code, shown, "", _ways("stages", code), ""]
    silence = [_respondents(heads, silent=value) for value in (True, None)]
    shown = site.say("Sent information, not mentioned")
    yield ["Silence", "", shown, "states.html?silent=yes", _ways("silence"), silence]
    unread = [[head["note"]["note_id"]] for head in heads.notes if head["note"]["respondents_read"] != "whole"]
    listed = [_respondents(heads, declared=True), unread]
    yield ["Silence", "replied", site.say("Sent information"), "submissions.html", _ways("replied"), listed]
    for kind, key in (
        ("Unanswered", "unanswered"),
        ("Number", "article"),
        ("Provision", "provision"),
        ("Figure", "figure"),
    ):
        yield [kind, "", "", "", _ways(key), ""]
    yield ["Provision", "of", "", "", _ways("provision_of"), ""]
    for code in ("since", "after", "until", "before", "between"):
        yield ["Years", code, "", "", _ways("years", code), ""]
    for code in ("not", "newest", "oldest"):
        yield ["Aside", code, "", "", _ways("aside", code), ""]
    whole, rows = site.draft.once(of_release), site.draft.record.counts
    counts = [whole["quoted_state_count"], rows["statements"], rows["notes"], whole["respondent_count"]]
    yield ["Count", "", "", "", _ways("number"), counts]
    for language, words in _words("search").items():
        yield ["Nothing", language, "", "", words.get("nothing", []), ""]


def _respondents(heads: _Heads, **value: bool | None) -> list[list[str]]:
    """The notes, the newest first, each with those of the States it lists that have this `value` in a column."""
    of_note = (
        (head["note"]["note_id"], [row["state_iso3"] for row in head["submissions"] if value.items() <= row.items()])
        for head in heads.notes
    )
    return [[note, *states] for note, states in of_note if states]


def _ways(key: str, code: str = "") -> list[str]:
    """The words that ask for a thing, of all languages: those of `search.yaml` under `key`, there under `code`."""
    sections = [words.get(key, {}) for words in _words("search").values()]
    every = [way for ways in sections for way in (ways.get(code, ()) if isinstance(ways, dict) else ways)]
    return [form for way in every for form in dict.fromkeys((way, way.replace("'", "")))]  # many type "isnt"


@cache
def _words(name: str) -> dict[str, Any]:
    """By language, the file of a name in its folder, where it has one."""
    return {path.parent.name: read_yaml(path) for path in sorted((DATAPACKAGE / "language").glob(f"*/{name}.yaml"))}


def _apart(shown: str, names: list[str]) -> list[str]:
    """Names without `shown`, and each once: "e-GP" and "E GP" are one."""
    once = {" ".join(words_of(name)): name for name in reversed(names)}
    once.pop(" ".join(words_of(shown)), None)
    return [*reversed(once.values())]
