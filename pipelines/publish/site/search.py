"""Writes the search index: which paragraphs hold each word, and the paragraphs themselves, in files of a few kilobytes.

A search fetches the names (`names.py`), `search/index.json`, the files of the words that it asks for, and those of the
paragraphs that it shows. Here: what is indexed, and in what files. Not here: searching (`static/search.js`), which
tells words apart as `words_of` does.
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
from pipelines.publish.json_file import compact
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site import addresses
from pipelines.publish.site.pager import pages_of
from pipelines.publish.site.phrases import folded
from pipelines.publish.site.rendering import Site
from pipelines.publish.site.rows import Rows, rows_of_release
from pipelines.publish.streams import Row
from pipelines.workspace.paths import DATAPACKAGE

# Bytes of a file of words, and of one of paragraphs: a question of some words asks for as many files.
_WORDS, _RECORDS = 20_000, 20_000
_FOLDER = "search"
# Paragraphs in every language, and States' own texts: those of the newest note first, as results are shown.
_ROWS = """
SELECT r.*, a.articles, a.provisions, f.states, c.codes FROM (
    SELECT p.note_id, p.paragraph_id AS id, p.paragraph_number, p.section_id, p.position, p.text, s.heading, n.language
    FROM paragraphs AS p INNER JOIN notes AS n ON p.note_id = n.note_id
    LEFT JOIN sections AS s ON p.section_id = s.section_id
    UNION ALL
    SELECT p.note_id, p.paragraph_id, p.paragraph_number, p.section_id, p.position, t.text, s.heading, t.language
    FROM paragraph_texts AS t INNER JOIN paragraphs AS p ON t.paragraph_id = p.paragraph_id
    LEFT JOIN section_texts AS s ON p.section_id = s.section_id AND t.language = s.language
    UNION ALL
    SELECT t.note_id, t.submission_text_id, NULL, NULL, t.source_start, t.text, NULL, n.language
    FROM submission_texts AS t INNER JOIN notes AS n ON t.note_id = n.note_id
) AS r
INNER JOIN notes AS n ON r.note_id = n.note_id
LEFT JOIN (
    SELECT p.paragraph_id AS id, LIST(a.article ORDER BY a.article) AS articles,
        STRING_AGG(a.provision, ';' ORDER BY a.article) AS provisions FROM paragraphs AS p
    INNER JOIN section_articles AS a ON p.section_id = a.section_id WHERE NOT a.by_range GROUP BY p.paragraph_id
    UNION ALL SELECT submission_text_id, [article], NULL FROM submission_texts WHERE article IS NOT NULL
) AS a ON r.id = a.id
LEFT JOIN (
    SELECT paragraph_id AS id, LIST(state_iso3 ORDER BY state_iso3) AS states
    FROM statements GROUP BY ALL
    UNION ALL SELECT submission_text_id, [state_iso3] FROM submission_texts
) AS f ON r.id = f.id
LEFT JOIN (
    SELECT paragraph_id AS id, LIST(DISTINCT code ORDER BY code) AS codes FROM (
        SELECT paragraph_id, UNNEST([stage, stage || ' ' || state_iso3]) AS code FROM statements
        UNION ALL
        SELECT s.paragraph_id, UNNEST([
            t.topic, t.topic || ' ' || s.state_iso3, t.topic || ' ' || t.stage,
            t.topic || ' ' || s.state_iso3 || ' ' || t.stage
        ])
        FROM statement_topics AS t INNER JOIN statements AS s ON t.statement_id = s.statement_id
        UNION ALL
        SELECT s.paragraph_id, UNNEST([m.system_id, m.system_id || ' ' || m.stage])
        FROM system_mentions AS m INNER JOIN statements AS s ON m.statement_id = s.statement_id
    ) WHERE code IS NOT NULL GROUP BY paragraph_id
) AS c ON r.id = c.id
ORDER BY n.note_issued DESC NULLS LAST, r.note_id, r.language <> n.language, r.language, r.position, r.id
"""
_RUN = re.compile(r"[^\W_]+(?:[-‐][^\W_]+)*")
_HYPHEN = re.compile(r"[-‐]")
_STATE = re.compile(r"[A-Z]{3}")
# Of "13(1)(c)" the article and its paragraph.
_PROVISION = re.compile(r"\d+\(\d+\)")
# Forms of a State's name that stand in running text; nobody looks for a State by its genitive.
_RUNNING = {"case"}
# A name of fewer letters may be another word: "US".
_LEAST = 4
# Of these signs each is a word.
_SIGNS = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]|[^\u3400-\u9fff\uf900-\ufaff]+")


def words_of(text: str) -> Iterator[str]:
    """The words of a text. Of what is joined by hyphens the parts and the whole: a line may have ended there."""
    for run in _RUN.findall(folded(text)):
        parts = _HYPHEN.split(run)
        for part in parts:
            yield from _SIGNS.findall(part)
        if len(parts) > 1:
            yield "".join(parts)


@renders()
def render_search(draft: ReleaseDraft) -> Made:
    """`search/index.json`, `facets.json`, `words-0.json` and on, `records-0.json` and on.

    Beside words stand what paragraphs are of: `=CHL` where one has a statement of Chile, `=9` under article 9, `=9(1)`
    under its paragraph 1, `=sport` where a statement is on that topic, `=sport CHL` where it is Chile's; with a stage
    `=sport planned`, `=sport CHL planned`; so for stages and systems. `=CHL named` is where the text names Chile,
    whether or not a statement is attributed to it.
    """
    rows, read, names = rows_of_release(draft), draft.once(Site).read, _by_first_word()
    holding: dict[str, list[int]] = defaultdict(list)
    runs: list[list[Any]] = []
    records: list[str] = []
    for (note_id, language), group in groupby(rows.stream(_ROWS), lambda row: (row["note_id"], row["language"])):
        first = len(records)
        for row in group:
            number = len(records)
            row |= {"text": read(row["text"]), "heading": read(row["heading"] or "")}
            words = [*words_of(row["text"]), *words_of(row["heading"])]
            for word in set(words):
                holding[word].append(number)
            named = sorted({f"{state} named" for state in _named(words, names)})
            provisions = sorted(set(_PROVISION.findall(row["provisions"] or "")))
            for code in (*(row["states"] or ()), *(row["articles"] or ()), *provisions, *(row["codes"] or ()), *named):
                holding[f"={code}"].append(number)
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


@cache
def names_of_states(*, running: bool = False) -> dict[str, set[str]]:
    """By State, its names in any language, and what else readers may call it.

    `running`: also the forms that stand in running text alone.
    """
    folder = DATAPACKAGE / "codes"
    names: dict[str, set[str]] = defaultdict(set)
    for path in (
        folder / "state-names.csv",
        folder / "state-aliases.csv",
        *sorted((folder / "state-names").glob("*.csv")),
    ):
        with path.open(encoding="utf-8", newline="") as handle:
            for row in csv.DictReader(handle):
                if running or row.get("kind") not in _RUNNING:
                    names[row["state_iso3"]].add(row["name"])
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
    """What is shown of a paragraph: where it stands, its number, heading, text, States and articles."""
    own = row["language"] == rows.notes[row["note_id"]]["language"]
    return [
        addresses.place(row["note_id"], row["id"], None if own else row["language"]),
        row["paragraph_number"],
        row["heading"],
        row["text"],
        row["states"] or [],
        row["articles"] or [],
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
