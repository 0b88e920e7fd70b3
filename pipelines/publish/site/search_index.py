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
from collections.abc import Iterator
from itertools import islice
from typing import Any, Self

from pagefind_bin import get_executable

from pipelines.publish.facts import Facts
from pipelines.publish.renderers import renders
from pipelines.publish.site.phrases import OWN_NAMES
from pipelines.publish.site.rendering import day
from pipelines.publish.site.rows import Row, Rows, rows_of_release
from pipelines.publish.site.search_files import write
from pipelines.workspace.errors import ReportedError

# Pagefind holds an index in memory while it makes it, some 45 kB a record: more records are given to several, which the
# search page asks together.
RECORDS = 10_000
_PARAGRAPHS = """
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
    SELECT section_id, LIST(article ORDER BY article) AS articles FROM section_articles GROUP BY ALL
) AS a ON p.section_id = a.section_id
LEFT JOIN (
    SELECT paragraph_id, LIST(DISTINCT state_name ORDER BY state_name) AS states FROM statements GROUP BY ALL
) AS f ON p.paragraph_id = f.paragraph_id
UNION ALL
SELECT
    t.note_id, submission_text_id, NULL, text, NULL, CASE WHEN article IS NULL THEN NULL ELSE [article] END,
    [state_name], n.language
FROM submission_texts AS t INNER JOIN notes AS n ON t.note_id = n.note_id
ORDER BY note_id, id, language
"""


class SearchIndexError(ReportedError):
    """Pagefind could not make the index; the message is its own."""


def parts_of(facts: Facts) -> int:
    """In how many parts the index of a release comes, at least one: `pagefind/`, then `pagefind/2/` and so on."""
    return max(
        1, -(-sum(facts.rows[name] for name in ("paragraphs", "paragraph_texts", "submission_texts")) // RECORDS)
    )


@renders("pagefind/*", size="whole", beside=True)
def write_search_index(facts: Facts) -> None:
    """Write the index and the program that searches it.

    Raises:
        SearchIndexError, UnknownIndexError: Pagefind failed, or is of another version than this project knows.
    """
    with SearchIndex(facts, rows_of_release(facts)):
        pass  # it is made by threads


class SearchIndex:
    """An index in the making, beside the rest of the site: Pagefind runs in a process of its own."""

    def __init__(self, facts: Facts, rows: Rows) -> None:
        self._rows = rows
        self._several = facts.rows["paragraph_texts"] > 0
        self._target = facts.folder / "pagefind"
        self._failures: list[str] = []
        self._error: Exception | None = None
        self._parts, self._written = parts_of(facts), 0
        self._process = subprocess.Popen(  # noqa: S603 - the program of the installed package
            [str(get_executable()), "--service"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._threads = [threading.Thread(target=self._send), threading.Thread(target=self._receive)]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        """Wait until the index stands; where the pages failed, end Pagefind's program at once.

        Raises:
            SearchIndexError: Pagefind refused a record or could not write.
            UnknownIndexError: it is of another version than this project knows.
        """
        if kind:
            self._process.kill()
        for thread in self._threads:
            thread.join()
        code = self._process.wait()
        if self._process.stdin:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        if kind:
            return
        if self._error:
            raise self._error
        if self._failures or code or self._written < self._parts:
            raise SearchIndexError(
                f"The search index could not be made: {'; '.join(self._failures[:3]) or f'exit code {code}'}"
            )

    def _send(self) -> None:
        stdin = self._process.stdin
        if stdin is None:
            return
        try:
            for number, payload in enumerate(self._payloads()):
                message = json.dumps({"message_id": number, "payload": payload}).encode()
                stdin.write(base64.b64encode(message) + b",")
            stdin.flush()
        except Exception as error:  # noqa: BLE001 - told to the thread that waits
            self._failures.append(str(error))
            self._process.kill()

    def _payloads(self) -> Iterator[dict[str, Any]]:
        rows = iter(self._rows.ask(_PARAGRAPHS))
        for part in range(self._parts):
            if part:
                yield {"type": "DeleteIndex", "index_id": part - 1}
            yield {"type": "NewIndex", "config": {}}
            for row in islice(rows, RECORDS):
                yield {"type": "AddRecord", "index_id": part, **self._record(row)}
            yield {"type": "GetFiles", "index_id": part}

    def _record(self, row: Row) -> dict[str, Any]:
        note = self._rows.notes[row["note_id"]]
        number = row["paragraph_number"]
        place = f"Text of {row['states'][0]}" if number is None else f"Paragraph {number}"
        filters = {
            "State": row["states"] or [],
            "Article": [f"Article {article}" for article in row["articles"] or []],
            "Theme": [row["heading"]] if row["heading"] else [],
            "Language": [OWN_NAMES.get(row["language"], row["language"])] if self._several else [],
            "Note": [note["note_symbol"] or note["note_title"]],
            "Year": [str(note["note_issued"].year)] if note["note_issued"] else [],
        }
        return {
            "url": self._rows.link(row["note_id"], row["id"], language=row["language"]),
            "content": row["text"],
            # One index for all languages: a search finds words of any.
            "language": "en",
            "meta": {"title": f"{place} · {note['note_title']} ({day(note['note_issued'])})"},
            "filters": {name: values for name, values in filters.items() if values},
        }

    def _receive(self) -> None:
        stdout = self._process.stdout
        if stdout is None:
            return
        pieces: list[bytes] = []
        with stdout:
            while chunk := stdout.read1(1 << 20):  # type: ignore[attr-defined]
                *ends, rest = chunk.split(b",")
                for end in ends:
                    self._answer(json.loads(base64.b64decode(b"".join([*pieces, end])))["payload"])
                    pieces.clear()
                pieces.append(rest)

    def _answer(self, payload: dict[str, Any]) -> None:
        if payload["type"] == "Error":
            self._failures.append(payload["message"])
        if payload["type"] == "GetFiles":
            # Pagefind can write its files itself, but says that it has before they are whole.
            self._write({file["path"]: base64.b64decode(file["content"]) for file in payload["files"]})
        # The program ends when nothing more can be asked of it.
        if self._process.stdin and (self._written == self._parts or self._failures):
            self._process.stdin.close()

    def _write(self, files: dict[str, bytes]) -> None:
        self._written += 1
        try:
            if self._written == 1:
                write(files, self._target)
            else:
                write(files, self._target / str(self._written), alone=False)
        except Exception as error:  # noqa: BLE001 - raised in the thread that waits
            self._error = error
            self._process.kill()
