"""The stages of a run as plain functions of a workspace, and all of them one after the other.

`uncac publish` runs them as they stand here; where Dagster keeps a history of runs, its assets call them. Not here:
what a stage does (`archive/`, `extract/`, `model/`, `publish/`), Dagster (`assets.py`, `execute.py`).
"""

from __future__ import annotations

import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipelines.archive.intake import Inventory, gathered, take_in
from pipelines.archive.quarantine import keep_quarantine, read_quarantine
from pipelines.contract.parts import is_there
from pipelines.contract.tables import Table, load_contract
from pipelines.extract.corrections import Correction
from pipelines.extract.extraction import Extraction, Index, current_extractions
from pipelines.extract.identity import extract_inventory, refusals
from pipelines.model.build import build_tables, rebuild_tables
from pipelines.model.rules import RULES, broken_rules, main_table
from pipelines.operate.failures import RunResult, broke_down, checks_failed, said_of
from pipelines.operate.health import write_status
from pipelines.operate.status import idle_corrections
from pipelines.operate.workspace import MadeFrom, RunOptions, Workspace
from pipelines.publish.history import History
from pipelines.publish.integrity import damage
from pipelines.publish.losses import Received
from pipelines.publish.mirror import mirror_releases
from pipelines.publish.release import DamagedError, Inputs, Release, publish_release
from pipelines.workspace.day import publication_day
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.fingerprint import EXTRACTION
from pipelines.workspace.lock import BusyError, OutputsError
from pipelines.workspace.pool import Runner
from pipelines.workspace.progress import Stage
from pipelines.workspace.seal import damaged

EXTRACTED = load_contract().of_stage("extract")
MODELLED = load_contract().of_stage("code_list", "extract", "model")
# What breaks a check, as sentences, by the check's name: its asset, and what it is called there.
Broken = dict[str, list[str]]
RULE_NAMES = {rule.stem: f"model/{main_table(rule, load_contract())}, {rule.stem}" for rule in RULES}


@contextmanager
def at_work(workspace: Workspace, *, publishes: bool = True) -> Iterator[None]:
    """Lock the outputs against other runs meanwhile; where the run is to publish, note that it begins and ends.

    The release itself, or who started the run, notes how it ended.
    """
    with workspace.acquire():
        # What a run before has left there is of no use, and in the way where it is damaged.
        shutil.rmtree(workspace.engine.spill, ignore_errors=True)
        history = History(workspace.outputs.publish)
        # Where it can't be noted, the run itself meets that, too, and says so.
        if publishes:
            with suppress(OSError):
                history.begin()
                write_status(workspace)
        try:
            yield
        finally:
            if publishes:
                with suppress(OSError):
                    history.leave()
                    write_status(workspace)


def archive_documents(workspace: Workspace) -> Inventory:
    """Look at the sources; archive every file that can be read, refuse the others with a reason.

    Raises:
        ReportedError: no source could be had.
        OSError: the archive can't be written.
    """
    looks = workspace.looks
    found = gathered(looks)
    if not any(look.answered for look in looks):
        raise ReportedError("\n".join(found.failed))
    inventory = take_in(
        found,
        workspace.archive,
        workspace.settings.limits,
        workspace.runner,
        # The day of reception stays in the archive; nothing that is published depends on it.
        today=datetime.now(tz=UTC).date().isoformat(),
    )
    workspace.inventory.save(inventory)
    workspace.archive.prune({file.sha256 for file in found.items})
    return inventory


def extract_notes(workspace: Workspace, *, note_ids: Collection[str] = (), all_again: bool = False) -> list[Extraction]:
    """Extract every archived note that is new or changed; refuse documents that are no notes.

    `note_ids`: notes to read again although nothing about them is new; `all_again`: that goes for all.

    Raises:
        ReportedError: there is no note of one of the identifiers.
        ReportedError: there is no note at all.
        ReportedError, OSError: what was extracted can't be kept.
    """
    inventory = workspace.inventory.load()
    index = Index(workspace.outputs.extract)
    _forget(index, set(note_ids), all_again=all_again)
    current = extract_inventory(
        inventory,
        workspace.document_facts,
        workspace.corrections,
        index,
        archive=workspace.archive,
        runner=_on_spark(workspace.cluster) if workspace.cluster else workspace.runner,
        seconds=workspace.settings.limits.max_seconds,
        latest=History(workspace.outputs.publish).latest(),
    )
    index.save(current)
    idle_corrections(workspace.outputs).save(_idle(workspace.corrections, current))
    refused = refusals(inventory, current)
    files = {item.sha256: item.path for item in inventory.items}
    originals = [(r, workspace.archive.original(r.sha256) or files[r.sha256]) for r in refused]
    keep_quarantine(workspace.outputs.quarantine, originals)
    if not any(e.batch for e in current):
        listed = "\n".join(f"  {refusal.message}" for refusal in sorted(refused)[:20])
        raise ReportedError(f"No note could be read.\n{listed}")
    return current


def _forget(index: Index, wanted: set[str], *, all_again: bool) -> None:
    """Let the notes that are to be read again be as if nobody had read them.

    Raises:
        ReportedError: there is no note of one of the identifiers.
    """
    if unknown := wanted - index.note_ids:
        raise ReportedError(
            f"There is no note {', '.join(sorted(unknown))}. `data/notes.csv` of the latest release lists the "
            "identifiers of all notes."
        )
    # Notes whose rows lie in one batch with theirs are read again too.
    batches = {e.batch for e in index.entries.values() if e.batch and (all_again or e.note_id in wanted)}
    index.forget(batches)


def _on_spark(master: str) -> Runner:
    """Spark's workers in place of this machine's."""
    from pipelines.operate.spark.extract import Cluster  # noqa: PLC0415 - an extra that most installations do not have

    return Cluster(master)


def _idle(corrections: Iterable[Correction], current: Iterable[Extraction]) -> list[str]:
    """What is to be said of corrections that changed nothing, of notes that stand."""
    notes, applied = {e.note_id for e in current if e.batch}, {c for e in current for c in e.corrections}
    return [
        f"corrections.yaml: '{c}' changes nothing: "
        + (
            "its note no longer raises that signal. Delete the entry."
            if c.note_id in notes
            else f"no note {c.note_id} is published. If its file should be at a source, look there and at the "
            "quarantine; else delete the entry."
        )
        for c in corrections
        if c.action in {"drop", "set", "answer"} and str(c) not in applied
    ]


def make_tables(workspace: Workspace, selected: Sequence[Table]) -> None:
    """Run the queries of `sql/model/` over the rows of all current notes, or those of the selected tables alone.

    Raises:
        ReportedError, duckdb.Error, OSError: a table can't be made.
    """
    folder = workspace.outputs.model
    current = current_extractions(workspace.outputs.extract)
    extracted = workspace.outputs.extract
    latest = History(workspace.outputs.publish).latest()
    before = None if latest is None else latest / "data"
    if len(selected) < len(MODELLED) and _can_be_made_alone(folder, selected):
        names = [table.name for table in selected]
        engine = workspace.engine
        rebuild_tables(workspace.contract, current, extracted, folder, engine, names=names, before=before)
    else:
        rows = _made_on_spark(workspace, current, before) if workspace.cluster else None
        build_tables(workspace.contract, current, extracted, folder, workspace.engine, rows=rows, before=before)


def _can_be_made_alone(folder: Path, tables: Sequence[Table]) -> bool:
    """True where all tables are there, and those that are not to be made again are whole."""
    files = {f"{table.name}.parquet" for table in tables}
    others_are_whole = set(damaged(folder).get(folder, ())) <= files
    return all(is_there(folder, table.name) for table in MODELLED) and others_are_whole


def _made_on_spark(workspace: Workspace, current: Sequence[Extraction], before: Path | None) -> Path:
    """Rows of every table as Spark leaves them."""
    from pipelines.operate.spark.model import model_on  # noqa: PLC0415 - an extra that most installations do not have

    rows = workspace.outputs.root / ".spark"
    with Stage("Making tables"):
        model_on(workspace.cluster, workspace.contract, current, workspace.outputs.extract, rows, before=before)
    return rows


def check_tables(workspace: Workspace) -> Broken:
    """What breaks the rules of `sql/checks/`.

    Raises:
        duckdb.Error: a rule can't be asked.
    """
    with Stage("Checking tables"):
        found = broken_rules(workspace.contract, workspace.outputs.model, workspace.engine)
    return {RULE_NAMES[rule]: broken for rule, broken in found.items()}


def publish(workspace: Workspace, options: RunOptions) -> Release:
    """Publish the tables, unless the latest release already says all they say; remember what it was made from.

    Raises:
        ReportedError, duckdb.Error, OSError: nothing was published, and the last release stands.
    """
    inventory = workspace.inventory.load()
    last, latest = workspace.remembered.load(), History(workspace.outputs.publish).latest()
    received = Received(
        [(item.name, item.sha256) for item in inventory.items],
        workspace.origins.load(),
        # Of a release that somebody went back to, nobody knows by which rules it was read.
        new_rules=latest is not None and latest.name == last.release and last.extraction not in {"", EXTRACTION},
    )
    inputs = Inputs(
        contract=workspace.contract,
        publication=workspace.publication,
        corrections=workspace.corrections,
        current=current_extractions(workspace.outputs.extract),
        archive=workspace.archive,
        model=workspace.outputs.model,
        engine=workspace.engine,
        day=date.fromisoformat(options.date) if options.date else publication_day(),
        received=received,
        refused=read_quarantine(workspace.outputs.quarantine),
        processes=workspace.settings.processes,
    )
    accepted, reason = options.accept_removals, options.reason
    made = publish_release(inputs, workspace.outputs.publish, accepted=accepted, reason=reason, again=options.again)
    if not made.held:
        contents = workspace.contents_digest(item.sha256 for item in inventory.items if item.sha256)
        files = workspace.files_digest(inventory.listed())
        workspace.origins.save({item.sha256: workspace.called(item.source) for item in inventory.items if item.sha256})
        workspace.remembered.save(MadeFrom(made.id, contents, files, EXTRACTION))
    return made


def conclude(workspace: Workspace, made: Release, options: RunOptions) -> None:
    """Do what is left after publication: old releases, the mirror; note that the run went well.

    Raises:
        ReportedError: the latest release is damaged, can't be copied, or a source could not be had.
        OSError: what is left can't be written.
    """
    history = History(workspace.outputs.publish)
    if not made.new and (broken := damage(history)):
        raise DamagedError(made.folder, broken)
    history.retire(workspace.settings.keep.releases)
    if target := options.mirror or workspace.settings.mirror:
        mirror_releases(history, target)
    if failed := workspace.inventory.load().failed:
        raise ReportedError("\n".join([*failed, f"All else was published as release {made.id}."]))
    history.conclude(None)


def told_release(made: Release) -> dict[str, Any]:
    """What is said of the release of a run.

    `result`: published, current or held. `accepted`: rows that the operator's consent covered.
    """
    counted = {change: made.changes.count(change) for change in ("added", "changed", "removed")}
    result = "held" if made.held else "published" if made.new else "current"
    return {
        "result": result,
        "release": made.id,
        "folder": str(made.folder),
        "accepted": made.changes.accepted,
        **counted,
    }


def run_all(workspace: Workspace, options: RunOptions) -> RunResult:
    """All stages one after the other in this process.

    Never raises for what goes wrong in a stage.
    """
    release: dict[str, Any] = {}
    try:
        with at_work(workspace):
            archive_documents(workspace)
            extract_notes(workspace)
            make_tables(workspace, MODELLED)
            _require(check_tables(workspace))
            made = publish(workspace, options)
            release = told_release(made)
            conclude(workspace, made, options)
    except Exception as error:  # noqa: BLE001 - what is no error for people is told as a fault of the program
        said = said_of(error, workspace.outputs) or broke_down("The run", f"{type(error).__name__}: {error}")
        return RunResult(said, error, release, begun=not isinstance(error, BusyError | OutputsError))
    return RunResult(release=release)


def _require(broken: Broken) -> None:
    if broken := {check: rows for check, rows in broken.items() if rows}:
        raise ReportedError(checks_failed({check: "\n".join(rows[:20]) for check, rows in broken.items()}))
