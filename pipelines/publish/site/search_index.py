"""Makes the search index of the site with Pagefind: one record per paragraph, and per text of a State.

Here: what is indexed, in how many parts, and the dialogue with Pagefind's program. Not here: making its files the same
each time (`search_files.py`), the search page (`reference.py`).

Pagefind's own Python client waits a tenth of a second for each record; its program is spoken to directly here, in the
protocol that the program documents for clients: JSON in base64, a comma after each message.
"""

from __future__ import annotations

import base64
import contextlib
import json
import subprocess
import threading
from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from subprocess import PIPE
from typing import Any

from pagefind_bin import get_executable

from pipelines.publish.draft import ReleaseDraft
from pipelines.publish.renderers import Made, renders
from pipelines.publish.site.pager import pages_of
from pipelines.publish.site.phrases import ENGLISH, OWN_NAMES
from pipelines.publish.site.rows import Rows, rows_of_release
from pipelines.publish.site.search_files import settled
from pipelines.publish.streams import Row
from pipelines.workspace.errors import ReportedError

# Pagefind holds a part of an index in memory while it makes it, some 45 kB a record; the search page asks all together.
_RECORDS = 10_000
_FOLDER = "pagefind"
_ROWS = """
SELECT p.note_id, p.paragraph_id AS id, p.paragraph_number, p.text, p.heading, a.articles, f.states, p.language
FROM (
    SELECT p.note_id, p.paragraph_id, p.paragraph_number, p.section_id, p.text, s.heading, n.language
    FROM paragraphs AS p INNER JOIN notes AS n ON p.note_id = n.note_id
    LEFT JOIN sections AS s ON p.section_id = s.section_id
    UNION ALL
    SELECT p.note_id, p.paragraph_id, p.paragraph_number, p.section_id, t.text, s.heading, t.language
    FROM paragraph_texts AS t INNER JOIN paragraphs AS p ON t.paragraph_id = p.paragraph_id
    LEFT JOIN section_texts AS s ON p.section_id = s.section_id AND t.language = s.language
) AS p
LEFT JOIN (
    SELECT section_id, LIST(article ORDER BY article) AS articles FROM section_articles
    WHERE NOT by_range GROUP BY ALL
) AS a ON p.section_id = a.section_id
LEFT JOIN (
    SELECT paragraph_id, LIST(DISTINCT state_name ORDER BY state_name) AS states FROM statements GROUP BY ALL
) AS f ON p.paragraph_id = f.paragraph_id
UNION ALL
SELECT
    t.note_id, submission_text_id, NULL, text, NULL, CASE WHEN article IS NULL THEN NULL ELSE [article] END,
    [state_name], n.language
FROM submission_texts AS t INNER JOIN notes AS n ON t.note_id = n.note_id
"""


class SearchIndexError(ReportedError):
    """Pagefind could not make the index; the message is its own."""


def parts_of(draft: ReleaseDraft) -> list[int]:
    """The part of the index, counted from 1, in which each note is that has records, in the order of identifiers."""
    counted = rows_of_release(draft).ask(f"SELECT COUNT(*) AS n FROM ({_ROWS}) GROUP BY note_id ORDER BY note_id")
    return pages_of((row["n"] for row in counted), limit=_RECORDS) or [1]


def _several(draft: ReleaseDraft) -> bool:
    """Whether there is more than one language to narrow a search down to."""
    return draft.rows["paragraph_texts"] > 0


@renders()
def render_search_index(draft: ReleaseDraft) -> Made:
    """The parts of the index, the first with the program that searches: in `pagefind/`, others in `pagefind/2/` and on.

    Raises:
        SearchIndexError, UnknownIndexError: Pagefind failed, or is of another version than this project knows.
    """
    rows, several = rows_of_release(draft), _several(draft)
    records = rows.stream(f"SELECT * FROM ({_ROWS}) ORDER BY note_id, id, language")
    notes = zip(parts_of(draft), groupby(records, itemgetter("note_id")), strict=False)
    for part, group in groupby(notes, itemgetter(0)):
        files = _make([_record(rows, row, several=several) for _, (_, of_note) in group for row in of_note])
        for path, content in settled(files, str(part) if part > 1 else ""):
            yield f"{_FOLDER}/{path}", content


def _make(records: Sequence[dict[str, Any]]) -> dict[str, bytes]:
    """The files of an index, by path, as Pagefind makes them in a process of its own, with which its memory ends.

    Raises:
        SearchIndexError: Pagefind refused a record, or ended.
    """
    process = subprocess.Popen(  # noqa: S603 - the program of the installed package
        [str(get_executable()), "--service"], stdin=PIPE, stdout=PIPE, stderr=subprocess.DEVNULL
    )
    stdin: Any = process.stdin
    failures: list[str] = []
    files: dict[str, bytes] = {}

    def send() -> None:
        asked: list[dict[str, Any]] = [{"type": "NewIndex", "config": {}}]
        asked += [{"type": "AddRecord", "index_id": 0, **record} for record in records]
        asked.append({"type": "GetFiles", "index_id": 0})
        with contextlib.suppress(OSError, ValueError):  # it ended, as its answers or its exit code tell
            for number, payload in enumerate(asked):
                message = json.dumps({"message_id": number, "payload": payload}).encode()
                stdin.write(base64.b64encode(message) + b",")
            stdin.flush()

    sender = threading.Thread(target=send)
    sender.start()
    try:
        for answer in _answers(process.stdout):
            if answer["type"] == "Error":
                failures.append(answer["message"])
            if answer["type"] == "GetFiles":
                # Pagefind can write its files itself, but says that it has before they are whole.
                files = {file["path"]: base64.b64decode(file["content"]) for file in answer["files"]}
            # The program ends when nothing more can be asked of it.
            if failures or files:
                stdin.close()
    except BaseException:
        process.kill()
        raise
    finally:
        sender.join()
        code = process.wait()
        with contextlib.suppress(OSError):
            stdin.close()
    if failures or code or not files:
        raise SearchIndexError(f"The search index could not be made: {'; '.join(failures[:3]) or f'exit code {code}'}")
    return files


def _record(rows: Rows, row: Row, *, several: bool) -> dict[str, Any]:
    note = rows.notes[row["note_id"]]
    number = row["paragraph_number"]
    place = f"Text of {row['states'][0]}" if number is None else f"Paragraph {number}"
    filters = {
        "State": row["states"] or [],
        "Article": [f"Article {article}" for article in row["articles"] or []],
        "Theme": [row["heading"]] if row["heading"] else [],
        "Language": [OWN_NAMES.get(row["language"], row["language"])] if several else [],
        "Note": [note["note_symbol"] or note["note_title"]],
        "Year": [str(note["note_issued"].year)] if note["note_issued"] else [],
    }
    return {
        "url": rows.link(row["note_id"], row["id"], language=row["language"]),
        "content": row["text"],
        # One index for all languages: a search finds words of any.
        "language": "en",
        "meta": {"title": f"{place} · {note['note_title']} ({ENGLISH.day(note['note_issued'])})"},
        "filters": {name: values for name, values in filters.items() if values},
    }


def _answers(stdout: Any) -> Iterator[dict[str, Any]]:
    pieces: list[bytes] = []
    with stdout:
        while chunk := stdout.read1(1 << 20):
            *ends, rest = chunk.split(b",")
            for end in ends:
                yield json.loads(base64.b64decode(b"".join([*pieces, end])))["payload"]
                pieces.clear()
            pieces.append(rest)
