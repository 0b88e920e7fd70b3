"""`uncac explain`: leads a statement back to the words it came from, and says why it was attributed.

Not here: the rules of attribution (`pipelines/extract/`).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import duckdb
import typer
from rich.text import Text

from pipelines.cli.console import DEFAULT, JsonOption, OutputsOption, fail, latest_release, out, say, say_json
from pipelines.contract.parts import rows_of
from pipelines.extract.family import load_family
from pipelines.extract.reading.bodies import tie_bodies
from pipelines.extract.reading.introduced import FOREIGN, introduced, note_is_about
from pipelines.extract.reading.tokens import all_tokens
from pipelines.extract.reading.trace import trace
from pipelines.extract.versions.names import state_named
from pipelines.extract.vocabulary import Readings
from pipelines.publish.streams import stream
from pipelines.workspace.engine import literal
from pipelines.workspace.paths import DATAPACKAGE
from pipelines.workspace.questions import question

# Footnotes, page furniture and markup between the words of a paragraph.
_INTERRUPTED = (
    "SELECT span_kind, owner_id, source_start, source_end FROM {ledger} WHERE note_id = ? AND source_start > ? "
    "AND source_end < ? AND span_kind <> 'paragraph' ORDER BY source_start"
)


def explain(
    statement_id: Annotated[str, typer.Argument(help="Identifier of a statement or a collective statement.")],
    outputs: OutputsOption = DEFAULT,
    as_json: JsonOption = False,
) -> None:
    """Show a statement's quote in its paragraph, its headings, its place in the source, and why it was attributed."""
    if not statement_id.strip():
        fail("Give the identifier of a statement; they are in data/statements.csv.", code=2)
    data = latest_release(outputs) / "data"
    statement = _find(data, statement_id)
    if statement is None:
        fail(f"The latest release has no statement {statement_id}. Identifiers are in data/statements.csv.", code=2)
    statement["path"] = [] if statement.get("trigger_start") is None else list(_path(statement, data))
    if as_json:
        say_json({k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in statement.items()})
        return
    _show(statement)


def _find(data: Path, statement_id: str) -> dict[str, Any] | None:
    notes, paragraphs = rows_of(data, "notes"), rows_of(data, "paragraphs")
    for table, key in (("statements", "statement_id"), ("collective_statements", "collective_statement_id")):
        rows = f"{rows_of(data, table)} WHERE {key} = {literal(statement_id)}"
        for statement in _asked(question("explain", statements=rows, paragraphs=paragraphs, notes=notes)):
            sections = {row["section_id"]: row for row in _of_note(data, "sections", statement["note_id"])}
            headings: list[str] = []
            section = sections.get(statement["section_id"])
            while section:
                headings.insert(0, ". ".join(filter(None, (section["label"], section["heading"]))))
                section = sections.get(section["parent_section_id"])
            span = (statement[name] for name in ("note_id", "source_start", "source_end"))
            interrupted = _asked(_INTERRUPTED.format(ledger=rows_of(data, "ledger")), *span)
            return {**statement, "headings": headings, "interrupted": interrupted}
    return None


def _asked(select: str, *values: Any) -> list[dict[str, Any]]:
    with duckdb.cursor() as connection:
        return list(stream(connection, select, *values))


def _of_note(data: Path, table: str, note_id: str, order: str = "position") -> list[dict[str, Any]]:
    """The rows of a table that are of a note."""
    return _asked(f"SELECT * FROM {rows_of(data, table)} WHERE note_id = ? ORDER BY {order}", note_id)


def _path(statement: dict[str, Any], data: Path) -> Iterator[str]:
    """How the sentence went through the levels of the cascade, where its language is one that is read."""
    language = Readings(DATAPACKAGE).get(statement["language"])
    whole = data.parent / "texts" / f"{statement['note_id']}.txt"
    if language is not None:
        text = whole.read_text(encoding="utf-8") if whole.is_file() else statement["text"]
        grammar = language.grammar
        note_id = statement["note_id"]
        paragraphs = [row["text"] for row in _of_note(data, "paragraphs", note_id)]
        headings = [row["heading"] for row in _of_note(data, "sections", note_id)]
        title, *rest = all_tokens([statement["note_title"], *headings, *paragraphs], grammar, introduced(text, grammar))
        of_headings, of_paragraphs = rest[: len(headings)], rest[len(headings) :]
        tokens = next(own for own in tie_bodies(of_paragraphs, grammar) if own.text == statement["text"])
        tokens.about = note_is_about(title, of_headings, of_paragraphs, grammar)
        if statement["note_symbol"] and not load_family(DATAPACKAGE / "family.yaml").holds(statement["note_symbol"]):
            tokens.about = FOREIGN
        respondents = _of_note(data, "submissions", note_id, "state_iso3")
        tokens.declared = frozenset(row["state_iso3"] for row in respondents if row["declared"])
        above = statement["headings"][-1] if statement["headings"] else ""
        heading = state_named(above) or state_named(above.partition(". ")[2])  # behind its label
        yield from trace(tokens, language.of_paper(tokens.about), statement["trigger_start"], heading)


def _show(statement: dict[str, Any]) -> None:
    subject = statement.get("state_name") or statement["subject_as_written"]
    say(f"{subject}, paragraph {statement['paragraph_number']} of «{statement['note_title']}»")
    say(
        ", ".join(
            str(statement[k]) for k in ("note_symbol", "note_issued", "source_file", "source_url") if statement[k]
        )
    )
    for depth, heading in enumerate(statement["headings"]):
        say(f"{'  ' * depth}{heading}")
    say("")
    text = Text(statement["text"])
    text.stylize("bold", statement["quote_start"], statement["quote_end"])
    if statement.get("trigger_start") is not None:
        text.stylize("underline", statement["trigger_start"], statement["trigger_end"])
    out.print(text)
    say("")
    say(f"Quote: characters {statement['quote_start']}–{statement['quote_end']} of the paragraph: {statement['quote']}")
    if statement.get("trigger_start") is not None:
        words = statement["text"][statement["trigger_start"] : statement["trigger_end"]]
        if "confidence" in statement:  # releases of contract 1 have none
            sure = f"confidence {statement['confidence']:.2f}"
            say(f"Attribution: {statement['attribution']} ({sure}), by the words «{words}».")
        for line in statement["path"]:
            say(line)
    span = f"{statement['source_start']}–{statement['source_end']}"
    text_file = f"texts/{statement['note_id']}.txt"
    say(f"In the archived text ({text_file}): characters {span}{_between(statement['interrupted'])}.")


def _between(pieces: list[dict[str, Any]]) -> str:
    """What stands within the span of a paragraph and is not of it."""
    named = (f"{p['span_kind'].replace('_', ' ')} {p['source_start']}–{p['source_end']}" for p in pieces)
    return f", but for {', '.join(named)}" if pieces else ""
