"""Writes the search index: which paragraphs hold each word, and the paragraphs themselves, in files of a few kilobytes.

A search fetches the names (`names.py`), `search/index.json`, the files of the words that it asks for, and those of the
paragraphs that it shows. Here: what is indexed, and in what files. Not here: searching (`static/search.js`).
"""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.json_file import compact, compressed
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import pages_of
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Rows, rows_of_release
from pipelines.publish.site.thesaurus import concepts, concepts_in
from pipelines.publish.site.words import parts_of, words_of
from pipelines.publish.streams import Row
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.questions import question

# Bytes of a file of words, and of one of paragraphs: a question of some words asks for as many files.
_WORDS, _RECORDS = 20_000, 20_000
_FOLDER = "search"
_STATE = re.compile(r"[A-Z]{3}")
# Of "13(1)(c)" the article and its paragraph.
_PROVISION = re.compile(r"\d+\(\d+\)")
# Forms of a State's name that stand in running text; nobody looks for a State by its genitive.
_RUNNING = {"case"}
# A name of fewer letters may be another word: "US".
_LEAST = 4
# A paragraph that names so many States without a statement of them lists who sent information.
_LIST = 3
# A number of things, which is no year and no part of a date.
_FIGURE = re.compile(
    r"(?<![\w.,/-])(?!(?:19|20)\d\d\b|\d{1,2} (?:de )?[^\W\d_]+ (?:de )?(?:19|20)\d\d)"
    r"\d[\d.,\s]*(?:%|p[eo]u?r\b|[^\W\d_]{4})"
)


@renders()
def render_search(draft: ReleaseDraft) -> Made:
    """`search/index.json`, `facets.json`, `thesaurus.bin`, `words-0.json` and on, `records-0.json` and on.

    Beside words stand what paragraphs are of: `=CHL` where one has a statement of Chile, `=9` under article 9, `=9(1)`
    under its paragraph 1, `=sport` where a statement is on that topic, `=sport CHL` where it is Chile's; with a stage
    `=sport planned`, `=sport CHL planned`; so for stages and systems. `=CHL named` is where the text names Chile,
    whether or not a statement is attributed to it, `=figure` where it has a number of things, `=list` where it names
    States of which it tells nothing. `~recover` is where a paragraph says a concept of the thesaurus in words of its
    language.
    """
    rows, read, names = rows_of_release(draft), draft.once(Site).read, _by_first_word()
    holding: dict[str, list[int]] = defaultdict(list)
    runs: list[list[Any]] = []
    records: list[str] = []
    select = question("pages/search")
    for (note_id, language), group in groupby(rows.stream(select), lambda row: (row["note_id"], row["language"])):
        first = len(records)
        for row in group:
            number = len(records)
            row |= {"text": read(row["text"]), "heading": read(row["heading"] or "")}
            words = [*words_of(row["text"]), *words_of(row["heading"])]
            for word in set(words):
                holding[word].append(number)
            there = {*_named(words, names)}
            named = sorted(f"{state} named" for state in there)
            listed = ["list"] if len(there.difference(row["states"])) >= _LIST else []
            figures = ["figure"] if _FIGURE.search(row["text"]) else []
            provisions = sorted(set(_PROVISION.findall(row["provisions"] or "")))
            for code in (*row["states"], *row["articles"], *provisions, *row["codes"], *named, *figures, *listed):
                holding[f"={code}"].append(number)
            for concept in concepts_in(parts_of(f"{row['text']}\n{row['heading']}"), row["language"]):
                holding[f"~{concept}"].append(number)
            records.append(compact(_record(rows, row)))
        runs.append([note_id, language, first, len(records) - first])
    entries = [f"{compact(word)}:{compact(packed(places))}" for word, places in sorted(holding.items())]
    parts = {"words": (entries, "{}", _WORDS), "records": (records, "[]", _RECORDS)}
    begins = {}
    for name, (lines, brackets, limit) in parts.items():
        pages = pages_of((len(line.encode()) for line in lines), limit=limit)
        starts = [0, *(at for at in range(1, len(pages)) if pages[at] != pages[at - 1])]
        begins[name] = starts
        for place, (start, end) in enumerate(zip(starts, [*starts[1:], len(lines)], strict=True)):
            yield f"{_FOLDER}/{name}-{place}.json", brackets[0] + ",\n".join(lines[start:end]) + brackets[1]
    first_words = [json.loads(entries[at].partition(":")[0]) for at in begins["words"] if entries]
    index = {
        "words": first_words,
        "records": begins["records"],
        "count": len(records),
        "notes": runs,
    }
    yield f"{_FOLDER}/index.json", compact(index)
    coded = {word[1:]: packed(places) for word, places in sorted(holding.items()) if word[0] == "="}
    states = {code: places for code, places in coded.items() if _STATE.fullmatch(code)}
    articles = {code: places for code, places in coded.items() if code.isdecimal()}
    yield f"{_FOLDER}/facets.json", compact({"states": states, "articles": articles})
    said = [[concept.code, concept.use, concept.ways] for concept in concepts()]
    yield f"{_FOLDER}/thesaurus.bin", compressed(compact(said))


@cache
def names_of_states(*, running: bool = False) -> dict[str, set[str]]:
    """By State, its names in any language, and what else readers may call it.

    `running`: also the forms that stand in running text alone.
    """
    folder = DATAPACKAGE / "codes"
    names: dict[str, set[str]] = defaultdict(set)
    for path in (
        folder / "states.csv",
        folder / "state-names.csv",
        folder / "state-aliases.csv",
        *sorted((folder / "state-names").glob("*.csv")),
    ):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                if running or row.get("kind") not in _RUNNING:
                    names[row["state_iso3"]].add(row.get("name") or row["state_name"])
    return names


# By the first word of a name, the longest first: its words, and the State.
_Names = Mapping[str, Sequence[tuple[list[str], str]]]


def _by_first_word() -> _Names:
    by_first_word: dict[str, list[tuple[list[str], str]]] = defaultdict(list)
    for state, names in sorted(names_of_states(running=True).items()):
        for words in (list(words_of(name)) for name in sorted(names) if len(name) >= _LEAST):
            by_first_word[words[0]].append((words, state))
    return {first: sorted(names, key=lambda name: -len(name[0])) for first, names in by_first_word.items()}


def _named(words: Sequence[str], names: _Names) -> Iterator[str]:
    """The States that words name: where names overlap the one that begins first, and of these the longest."""
    at = 0
    while at < len(words):
        fitting = (n for n in names.get(words[at], ()) if words[at : at + len(n[0])] == n[0])
        if (fit := next(fitting, None)) is not None:
            yield fit[1]
        at += len(fit[0]) if fit else 1


def _record(rows: Rows, row: Row) -> list[Any]:
    """What is shown of a paragraph: where it stands, its number, heading, text, States, articles, topics.

    A topic has beside its code the words that name it, the State of which it is told, and its stage.
    """
    own = row["language"] == rows.notes[row["note_id"]]["language"]
    return [
        addresses.place(row["note_id"], row["id"], None if own else row["language"]),
        row["paragraph_number"],
        row["heading"],
        row["text"],
        row["states"],
        row["articles"],
        row["told"] if own else [],
    ]


def packed(numbers: Iterable[int]) -> str:
    """Rising numbers as runs, each by its step from the end of the last one, in hexadecimal: `3+3 5` is 3 to 6, 12."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number:
            runs[-1][1] += 1
        else:
            runs.append([number, number + 1])
    ends = [0, *(end for _, end in runs)]
    return " ".join(
        f"{start - before:x}" + (f"+{end - start - 1:x}" if end - start > 1 else "")
        for (start, end), before in zip(runs, ends, strict=False)
    )
