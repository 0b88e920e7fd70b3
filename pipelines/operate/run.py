"""The stages of a run, in order, as plain functions of a workspace and of what was asked for.

Dagster's assets are made of them (`assets.py`), and a run is a run of its job (`execute.py`). Not here: what a stage
does (`archive/`, `extract/`, `model/`, `publish/`), Dagster.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipelines.archive.intake import Inventory, gathered, take_in
from pipelines.archive.quarantine import keep_quarantine, read_quarantine
from pipelines.contract.parts import is_there
from pipelines.contract.tables import load_contract
from pipelines.extract.corrections import Correction
from pipelines.extract.extraction import Extraction, Index, current_extractions
from pipelines.extract.identity import extract_inventory, refusals
from pipelines.model.build import build_tables
from pipelines.model.rules import RULES, broken_rules, main_table
from pipelines.operate.health import write_status
from pipelines.operate.runs import begin, leave
from pipelines.operate.runs import conclude as note_end
from pipelines.operate.status import idle_corrections
from pipelines.operate.workspace import MadeFrom, RunOptions, Workspace
from pipelines.publish.consent import Received
from pipelines.publish.history import History
from pipelines.publish.integrity import damage
from pipelines.publish.mirror import mirror_releases
from pipelines.publish.release import DamagedError, Inputs, Release, publish_release
from pipelines.workspace.day import publication_day
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.fingerprint import EXTRACTION
from pipelines.workspace.pool import Runner
from pipelines.workspace.progress import Stage
from pipelines.workspace.seal import damaged

EXTRACTED = load_contract().of_stage("extract")
MODELLED = load_contract().of_stage("code_list", "extract", "model")
# Names of rules: the asset that each is a check of, and what it is called there.
RULE_NAMES = {rule.stem: f"model/{main_table(rule, load_contract())}, {rule.stem}" for rule in RULES}
SHOWN = 20  # rows of a broken rule
CURE = "Look at the passages in the notes; correct the rows in corrections.yaml, or report the rule with these words."


class BrokenRulesError(ReportedError):
    """Tables break rules. `broken`: the rows, as sentences, by the rule as in `RULE_NAMES`."""

    def __init__(self, broken: Mapping[str, Sequence[str]]) -> None:
        self.broken = broken
        listed = (f"{rule}:\n" + "\n".join(rows[:SHOWN]) for rule, rows in broken.items())
        super().__init__("\n".join(["Checks failed; nothing was published.", *listed, CURE]))


@contextmanager
def at_work(workspace: Workspace, *, publishes: bool = True) -> Iterator[None]:
    """Lock the outputs against other runs meanwhile; where the run is to publish, note that it begins and ends.

    The release itself, or who started the run, notes how it ended.
    """
    with workspace.acquire():
        # What a run before has left there is of no use, and in the way where it is damaged.
        shutil.rmtree(workspace.engine.spill, ignore_errors=True)
        # Where it can't be noted, the run itself meets that, too, and says so.
        if publishes:
            with suppress(OSError):
                begin(workspace.outputs)
                write_status(workspace)
        try:
            yield
        finally:
            if publishes:
                with suppress(OSError):
                    leave(workspace.outputs)
                    write_status(workspace)


def archive_documents(workspace: Workspace, _: RunOptions) -> Inventory:
    """Look at the sources; archive every file that can be read, refuse the others with a reason.

    Raises:
        ReportedError: no source could be had.
        OSError: the archive can't be written.
    """
    looks = workspace.looks
    incoming = gathered(looks)
    if not any(look.answered for look in looks):
        raise ReportedError("\n".join(incoming.failed))
    inventory = take_in(
        incoming,
        workspace.archive,
        workspace.settings.limits,
        workspace.runner,
        # The day of reception stays in the archive; nothing that is published depends on it.
        today=datetime.now(tz=UTC).date().isoformat(),
    )
    workspace.inventory.save(inventory)
    workspace.archive.prune({file.sha256 for file in incoming.items})
    return inventory


def extract_notes(workspace: Workspace, options: RunOptions) -> list[Extraction]:
    """Extract every archived note that is new or changed; refuse documents that are no notes.

    Raises:
        ReportedError: there is no note of one of the identifiers.
        ReportedError: there is no note at all.
        ReportedError, OSError: what was extracted can't be kept.
    """
    inventory = workspace.inventory.load()
    index = Index(workspace.outputs.extract)
    _forget(index, set(options.note_ids), all_again=options.all_again)
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
    """Let the notes that are to be read again be as if nobody had read them."""
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
    from pipelines.operate.spark import Cluster  # noqa: PLC0415 - an extra that most installations do not have

    return Cluster(master)


def _idle(corrections: Iterable[Correction], current: Iterable[Extraction]) -> list[str]:
    """A sentence for each correction that changed nothing."""
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


def make_tables(workspace: Workspace, options: RunOptions) -> None:
    """Run the queries of `sql/model/` over the rows of all current notes, or those of single tables alone.

    Raises:
        ReportedError, duckdb.Error, OSError: a table can't be made.
    """
    folder, names = workspace.outputs.model, options.tables
    current = current_extractions(workspace.outputs.extract)
    extracted = workspace.outputs.extract
    latest = History(workspace.outputs.publish).latest()
    before = None if latest is None else latest / "data"
    alone = names if names and _can_be_made_alone(folder, names) else None
    rows = _made_on_spark(workspace, current, before) if workspace.cluster and alone is None else None
    build_tables(
        workspace.contract, current, extracted, folder, workspace.engine, names=alone, rows=rows, before=before
    )


def _can_be_made_alone(folder: Path, names: Collection[str]) -> bool:
    """True where all tables are there, and those that are not to be made again are whole."""
    files = {f"{name}.parquet" for name in names}
    others_are_whole = set(damaged(folder).get(folder, ())) <= files
    return all(is_there(folder, table.name) for table in MODELLED) and others_are_whole


def _made_on_spark(workspace: Workspace, current: Sequence[Extraction], before: Path | None) -> Path:
    """Rows of every table as Spark leaves them."""
    from pipelines.operate.spark import model_on  # noqa: PLC0415 - an extra that most installations do not have

    rows, extracted = workspace.outputs.root / ".spark", workspace.outputs.extract
    with Stage("Making tables"):
        model_on(
            workspace.cluster, workspace.contract, current, extracted, rows, engine=workspace.engine, before=before
        )
    return rows


def check_tables(workspace: Workspace, _: RunOptions) -> None:
    """Ask the rules of `sql/checks/` of the tables.

    Raises:
        BrokenRulesError: rows break them.
        duckdb.Error: a rule can't be asked.
    """
    with Stage("Checking tables"):
        rows_by_rule = broken_rules(workspace.contract, workspace.outputs.model, workspace.engine)
    if broken := {RULE_NAMES[rule]: rows for rule, rows in rows_by_rule.items() if rows}:
        raise BrokenRulesError(broken)


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


def conclude(workspace: Workspace, _: RunOptions) -> None:
    """Do what is left after publication: old releases, the mirror; note that the run went well.

    Raises:
        ReportedError: the latest release is damaged, can't be copied, or a source could not be had.
        OSError: what is left can't be written.
    """
    history = History(workspace.outputs.publish)
    latest = history.latest()
    if latest and (broken := damage(history)):
        raise DamagedError(latest, broken)
    history.retire(workspace.settings.keep.releases)
    if target := workspace.settings.mirror:
        mirror_releases(history, target)
    if failed := workspace.inventory.load().failed:
        raise ReportedError("\n".join([*failed, f"All else was published as release {latest and latest.name}."]))
    note_end(workspace.outputs, None)


# All that a run does, in order. Each raises what ends the run, a `ReportedError` where a person is to read it.
STAGES: dict[str, Callable[[Workspace, RunOptions], Any]] = {
    "archive": archive_documents,
    "extract": extract_notes,
    "model": make_tables,
    "check": check_tables,
    "publish": publish,
    "conclude": conclude,
}


def release_facts(made: Release) -> dict[str, Any]:
    """Facts on the release of a run.

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
