"""Refuses a release that would lose rows, unless an operator has accepted the loss of exactly these rows.

A refusal lists the rows, each with its cause, in a file that is named by a digest over them; whoever repeats the
digest accepts those rows and no others. Not here: which rows differ (`changes.py`), which row replaces which
(`successors.py`), what the register keeps of it (`register.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

import duckdb

from pipelines.archive.quarantine import Refusal
from pipelines.contract.parts import rows_of
from pipelines.contract.register import register_of
from pipelines.contract.tables import Contract
from pipelines.extract.corrections import Correction
from pipelines.publish.changes import Changes, keep
from pipelines.publish.register import FINDINGS
from pipelines.publish.successors import find_successors
from pipelines.workspace.engine import Engine, connect, literal, make_table
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.questions import question
from pipelines.workspace.seal import digest_of
from pipelines.workspace.words import counted

_SHOWN = 20
# What is published of a row that was lost, by the code of its cause, the gravest first. `{file}`: that gave it.
CAUSES = {
    "file_gone": "{file}, which gave it, is no longer at its source.",
    "file_changed": "{file}, which gave it, was replaced by another text, which does not.",
    "other_text": "{file}, the text of the note that stands now, does not have it.",
    "file_refused": "{file}, which gave it, is no longer published.",
    "new_rules": "The program reads notes by new rules, which lost it; {file}, which gave it, is as it was.",
    "read_otherwise": "{file}, which gave it, is as it was; the rules, what is declared of the note, or another file "
    "of it changed.",
}
# The cause of what another row stands in the place of.
REPLACED = "replaced"


class RemovalsNeedConsentError(ReportedError):
    """Rows of the last release would disappear and nobody has accepted that; the message lists them."""


@dataclass(frozen=True, slots=True)
class Received:
    """What the sources give now, and gave for the last release.

    `files`: name and checksum of each that they give. `sources`: by checksum, how an operator calls the source of each
    that the last release was made of. `new_rules`: True where documents are read by other rules than for it.
    """

    files: Sequence[tuple[str, str]] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    new_rules: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """What an operator accepts. `digest`: of the rows that a refusal showed, empty for none. `reason`: why, or empty.

    `folder`: where the rows of each refusal since the last release are listed.
    """

    folder: Path
    digest: str = ""
    reason: str = ""


def with_consent(
    changes: Changes,
    contract: Contract,
    corrections: Sequence[Correction],
    consent: Consent,
    *,
    after: Path,
    received: Received,
    refused: Sequence[Refusal] = (),
    rolled_back: Sequence[Path] = (),
    engine: Engine,
) -> Changes:
    """The changes, each removal with its cause and reason, and with the row that stands in its place.

    `after`: data folder of this release. `received`, `refused`: what the sources give,
    and what of that is not published. `rolled_back`: data folders of releases that followed until somebody went
    back, newest first: what was accepted for them is accepted.

    Raises:
        RemovalsNeedConsentError: a row that nothing stands in for is removed, and that is accepted neither by the
            operator nor in `corrections.yaml`.
    """
    guarded = sorted({t.name for t in contract.of_stage("extract")} - FINDINGS)
    before = changes.before
    if changes.rows is None or before is None or not any(changes.count("removed", table) for table in guarded):
        return changes
    with connect(engine) as connection:
        rows = literal(changes.rows)
        connection.execute(
            f"CREATE TABLE removed AS FROM {rows} WHERE change = 'removed' AND list_contains($guarded, \"table\")",
            {"guarded": guarded},
        )
        find_successors(connection, contract, before, after)
        _find_losses(connection, before, after, received, refused)
        _read_decisions(connection, corrections, rolled_back)
        connection.execute(f"CREATE TABLE settled AS {question('changes/settled')}")
        accepted = _accept(connection, consent, before)
        connection.execute(f"CREATE TABLE changes AS {question('changes/decided', differing=rows)}")
        kept = keep(connection, engine)
        return replace(changes, rows=kept.rows, counts=kept.counts, accepted=accepted)


def _find_losses(
    connection: duckdb.DuckDBPyConnection, before: Path, after: Path, received: Received, refused: Sequence[Refusal]
) -> None:
    """Make the table `losses` of the table `removed`, as `sql/changes/losses.sql` asks: why each row is lost."""
    for name, columns, rows in (
        ("given", "name VARCHAR, sha256 VARCHAR", received.files),
        ("unfit", "sha256 VARCHAR", [(refusal.sha256,) for refusal in refused]),
        ("came_from", "sha256 VARCHAR, source VARCHAR", sorted(received.sources.items())),
        ("causes", "rank INTEGER, cause VARCHAR, sentence VARCHAR", [(n, *c) for n, c in enumerate(CAUSES.items())]),
        ("unchanged", "cause VARCHAR", [("new_rules" if received.new_rules else "read_otherwise",)]),
    ):
        make_table(connection, name, columns, rows)
    select = question(
        "changes/losses",
        notes_before=rows_of(before, "notes"),
        files_before=rows_of(before, "note_files"),
        notes=rows_of(after, "notes"),
    )
    connection.execute(f"CREATE TABLE losses AS {select}")


def _read_decisions(
    connection: duckdb.DuckDBPyConnection, corrections: Sequence[Correction], rolled_back: Sequence[Path]
) -> None:
    """Make the tables `decisions`, of `corrections.yaml`, and `accepted`, of releases that were rolled back."""
    decisions = [c for c in corrections if c.action in {"accept_removal", "drop"}]
    columns = "place INTEGER, table_name VARCHAR, row_id VARCHAR, action VARCHAR, reason VARCHAR"
    rows = [(place, c.table, c.row, c.action, c.reason) for place, c in enumerate(decisions)]
    make_table(connection, "decisions", columns, rows)
    make_table(connection, "accepted", 'place INTEGER, "table" VARCHAR, identifier VARCHAR, reason VARCHAR', ())
    for place, data in enumerate(rolled_back):
        gone = f"FROM {register_of(data)} WHERE last_release IS NOT NULL"
        connection.execute(f'INSERT INTO accepted SELECT {place}, "table", identifier, reason {gone}')


def _accept(connection: duckdb.DuckDBPyConnection, consent: Consent, before: Path) -> int:
    """Give the rows that nobody has accepted yet the reason of the operator's consent; how many they are."""
    connection.execute("CREATE VIEW open AS FROM settled WHERE reason IS NULL")
    shown = f"read_csv({literal(consent.folder / f'{consent.digest}.csv')}, header = true, all_varchar = true)"
    was_shown = bool(consent.digest) and _is_whole(connection, shown, consent.digest, before)
    covered = f'WHERE ("table", identifier) NOT IN (SELECT ("table", identifier) FROM {shown})' if was_shown else ""
    connection.execute(f"CREATE TABLE fresh AS FROM open {covered}")
    ((count, fresh),) = connection.execute("SELECT count(*), (SELECT count(*) FROM fresh) FROM open").fetchall()
    if fresh and (digest := _digest(connection, "open", before)) != consent.digest:
        _refuse(connection, consent, before, digest, was_shown=was_shown)
    connection.execute("UPDATE settled SET reason = rtrim(sentence || ' ' || ?) WHERE reason IS NULL", [consent.reason])
    return int(count)


def _digest(connection: duckdb.DuckDBPyConnection, rows: str, before: Path) -> str:
    """The digest that stands for some rows of one release. `rows`: SQL, to stand after FROM."""
    rows_to_go = connection.execute(f'SELECT "table", identifier FROM {rows} ORDER BY "table", identifier').fetchall()
    return digest_of(before.parent.name, *(" ".join(row) for row in rows_to_go))[:12]


def _is_whole(connection: duckdb.DuckDBPyConnection, listed: str, digest: str, before: Path) -> bool:
    """Whether there is such a list of rows, and it is what its digest says."""
    try:
        return _digest(connection, listed, before) == digest
    except duckdb.Error:
        return False


def _refuse(
    connection: duckdb.DuckDBPyConnection, consent: Consent, before: Path, digest: str, *, was_shown: bool
) -> NoReturn:
    """List all rows that are open, and say of those that no consent covers what they are lost with."""
    consent.folder.mkdir(parents=True, exist_ok=True)
    target = consent.folder / f"{digest}.csv"
    query = 'SELECT "table", identifier, cause, sentence AS reason FROM open ORDER BY "table", identifier'
    connection.execute(f"COPY ({query}) TO {literal(target)} (FORMAT csv, HEADER true)")
    first, *others = _what_happens(connection, before)
    if was_shown:
        first += f" The refusal of {consent.digest} did not show that, and its digest accepts what it showed alone."
    elif consent.digest:
        first += f" No refusal since release {before.parent.name} showed rows with the digest {consent.digest}."
    rows = connection.execute('SELECT "table", identifier FROM fresh ORDER BY ALL').fetchall()
    listed = [f"  {table}: {identifier}" for table, identifier in rows[:_SHOWN]]
    more = [f"  … and {len(rows) - _SHOWN} more"] if len(rows) > _SHOWN else []
    says = (
        f"Nothing was published; the last release stands. {target} lists all rows that would disappear, each with its "
        "cause. If something of it should stay, bring back what it came from. If all of it may go, publish with\n"
        f'  --accept-removals {digest} --reason "Why, in a sentence that is published in its place."\n'
        "which accepts those rows and no others. To accept single ones, add entries with action accept_removal to "
        "corrections.yaml."
    )
    raise RemovalsNeedConsentError("\n".join([first, *others, "By table and identifier:", *listed, *more, says]))


# The sentence of a refusal about rows that would disappear, by the code of the cause.
_HAPPENS = {
    "file_gone": "{file} is no longer at {source}: {which} would disappear, and nothing replaces what is gone.",
    "file_changed": "{file} at {source} was replaced: {which}, which the new text does not have, would disappear.",
    "other_text": "{file} is the text that stands now: {which}, which it does not have, would disappear.",
    "file_refused": "{file} of {source} is no longer published (see the quarantine): {which} would disappear.",
    "new_rules": "The program reads notes by new rules: {which} would disappear, though the files are as they were.",
    "read_otherwise": "{which} would disappear, though the files are as they were: the rules, what sources.yaml or "
    "corrections.yaml declare, or other files of the notes changed.",
}


def _what_happens(connection: duckdb.DuckDBPyConnection, before: Path) -> list[str]:
    """One sentence for each file that rows were lost with, and for each other cause; then one for each note."""
    by_file, by_table = (
        connection.execute(f"{question(f'changes/{name}', notes=rows_of(before, 'notes'))} LIMIT {_SHOWN}").fetchall()
        for name in ("by_file", "by_table")
    )
    heads = []
    for cause, file, source, count, of_notes, note in by_file:
        which = f"{counted(count, 'row')} of {note if of_notes == 1 else counted(of_notes, 'note')}"
        heads.append(_HAPPENS[cause].format(file=file, source=source or "its source", which=which))
    return heads + [
        f"  {counted(count, table.replace('_', ' ').removesuffix('s'))} of {note} disappear{'s' if count == 1 else ''}."
        for note, table, count in by_table
    ]
