"""The stages of a run as plain functions of a workspace; assets call them, whoever started the run.

Not here: what a stage does (`archive/`, `extract/`, `model/`, `publish/`), Dagster (`assets/`, `execute.py`). The stage
extract stands with its assets (`assets/extract.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from pipelines.archive.intake import Inventory, take_in
from pipelines.archive.quarantine import read_quarantine
from pipelines.archive.sources.look import SourceError
from pipelines.archive.sources.source_state import Fetched
from pipelines.contract.parts import is_there
from pipelines.contract.tables import Table, load_contract
from pipelines.extract.extraction import Extraction, current_extractions
from pipelines.model.build import build_tables, rebuild_tables
from pipelines.model.rules import RULES, broken_rules
from pipelines.operate.workspace import MadeFrom, Workspace
from pipelines.publish.history import History
from pipelines.publish.integrity import damage
from pipelines.publish.mirror import mirror_releases
from pipelines.publish.release import DamagedError, Inputs, Release, publish_release, standing
from pipelines.workspace.day import publication_day
from pipelines.workspace.fingerprint import EXTRACTION
from pipelines.workspace.progress import stage
from pipelines.workspace.seal import damaged

MODELLED = load_contract().of_stage("code_list", "extract", "model")


def archive_documents(workspace: Workspace) -> Inventory:
    """Look at the sources; archive every file that can be read, refuse the others with a reason.

    Raises:
        SourceError: no source could be had.
        OSError: the archive can't be written.
    """
    looks = workspace.looks
    failed = tuple(look.error for look in looks if look.error)
    if not any(look.answered for look in looks):
        raise SourceError("\n".join(failed))
    inventory = take_in(
        [file for look in looks for file in look.files],
        workspace.archive,
        workspace.settings.reader_limits,
        workspace.runner,
        # The day of reception stays in the archive; nothing that is published depends on it.
        today=datetime.now(tz=UTC).date().isoformat(),
    )
    inventory = replace(inventory, failed=failed, skipped=tuple(entry for look in looks for entry in look.skipped))
    workspace.inventory.save(inventory)
    needed = {known.sha256 for look in looks for known in look.documents.values()}
    Fetched(workspace.outputs.fetched, workspace.archive).prune(needed)
    return inventory


def make_tables(workspace: Workspace, selected: Sequence[Table], master: str = "") -> None:
    """Run the queries of `sql/model/` over the rows of all current notes, or those of the selected tables alone.

    Nothing is made where nothing is new and all tables are whole. `master`: address of the Spark cluster that does it.

    Raises:
        ReportedError, duckdb.Error, OSError: a table can't be made.
    """
    folder = workspace.outputs.model
    current = current_extractions(workspace.outputs.extract)
    if len(selected) < len(MODELLED) and _can_be_made_alone(folder, selected):
        names = [table.name for table in selected]
        extracted = workspace.outputs.extract
        rebuild_tables(workspace.contract, current, extracted, folder, workspace.engine, names=names)
    elif not workspace.unchanged_release() or not folder.is_dir() or damaged(folder):
        build_tables(
            workspace.contract,
            current,
            workspace.outputs.extract,
            folder,
            workspace.engine,
            rows=_made_on_spark(workspace, master, current),
        )


def _can_be_made_alone(folder: Path, tables: Sequence[Table]) -> bool:
    """True where all tables are there, and those that are not to be made again are whole."""
    files = {f"{table.name}.parquet" for table in tables}
    others_are_whole = set(damaged(folder).get(folder, ())) <= files
    return all(is_there(folder, table.name) for table in MODELLED) and others_are_whole


def _made_on_spark(workspace: Workspace, master: str, current: Sequence[Extraction]) -> Path | None:
    """Rows of every table as Spark leaves them, where the run is to use it."""
    if not master:
        return None
    from pipelines.operate.spark.model import model_on  # noqa: PLC0415 - an extra that most installations do not have

    rows = workspace.outputs.root / ".spark"
    model_on(master, workspace.contract, current, workspace.outputs.extract, rows)
    return rows


def check_tables(workspace: Workspace) -> dict[str, list[str]]:
    """What breaks each rule of `sql/checks/`, by its name; nothing where the tables are those of the latest release.

    Raises:
        duckdb.Error: a rule can't be asked.
    """
    if workspace.unchanged_release():
        return {rule.stem: [] for rule in RULES}
    with stage("Checking tables"):
        return broken_rules(workspace.contract, workspace.outputs.model, workspace.engine)


def publish(workspace: Workspace, *, accepted: str = "", day: date | None = None, again: bool = False) -> Release:
    """Publish the tables, unless the latest release already says all they say; remember what it was made from.

    `accepted`: why rows of the last release may disappear, empty where they may not. `again`: make another release also
    where nothing is new, or the latest is damaged.

    Raises:
        ReportedError, duckdb.Error, OSError: nothing was published, and the last release stands.
    """
    history = History(workspace.outputs.publish)
    unchanged = None if again else workspace.unchanged_release()
    if unchanged:
        made = standing(history, history.releases / unchanged)
    else:
        inputs = Inputs(
            contract=workspace.contract,
            publication=workspace.publication,
            corrections=workspace.corrections,
            current=current_extractions(workspace.outputs.extract),
            archive=workspace.archive,
            model=workspace.outputs.model,
            engine=workspace.engine,
            day=day or publication_day(),
            refused=read_quarantine(workspace.outputs.quarantine),
            processes=workspace.settings.processes,
        )
        made = publish_release(inputs, workspace.outputs.publish, accepted=accepted or None, again=again)
    if not made.held:
        inventory = workspace.inventory.load()
        contents = workspace.contents_digest(item.sha256 for item in inventory.items if item.sha256)
        files = workspace.files_digest(inventory.listed())
        workspace.remembered.save(MadeFrom(made.id, workspace.rows_digest(), contents, files, EXTRACTION))
    return made


def conclude(workspace: Workspace, made: Release, mirror: str = "") -> None:
    """Do what is left after publication: old releases, the mirror; note that the run went well.

    Raises:
        ReportedError: the latest release is damaged, can't be copied, or a source could not be had.
        OSError: what is left can't be written.
    """
    history = History(workspace.outputs.publish)
    if not made.new and (broken := damage(history)):
        raise DamagedError(made.folder, broken)
    history.retire(workspace.settings.keep.releases)
    if target := mirror or workspace.settings.mirror:
        mirror_releases(history, target)
    if failed := workspace.inventory.load().failed:
        raise SourceError("\n".join([*failed, f"All else was published as release {made.id}."]))
    history.conclude(None)
