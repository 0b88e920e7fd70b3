"""The job that publishes, as Dagster sees it: assets and checks of the four stages, options in the launchpad, resource.

Not here: what a stage does (`run.py`), when the job runs (`pipelines/sensors.py`), running it here (`execute.py`).
Dagster reads the annotations of these functions when they are decorated, so they are not postponed.
"""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import timedelta
from textwrap import shorten

import dagster as dg
import duckdb
from pydantic import Field

from pipelines.archive.incoming import names_of_skipped
from pipelines.archive.quarantine import read_quarantine
from pipelines.contract.parts import rows_of
from pipelines.contract.tables import Column, Table
from pipelines.extract.relations import attach_extracted
from pipelines.model.tables import in_order, upstream
from pipelines.operate.run import (
    CURE,
    EXTRACTED,
    MODELLED,
    RULE_NAMES,
    SHOWN,
    STAGES,
    BrokenRulesError,
    at_work,
    release_facts,
)
from pipelines.operate.workspace import RunOptions, Workspace
from pipelines.workspace.engine import connect
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.fingerprint import EXTRACTION, MODEL, PUBLISHING, READERS
from pipelines.workspace.lock import full, no_room
from pipelines.workspace.paths import Outputs
from pipelines.workspace.pool import warm

JOB = "publish"
OWNERS = ["team:open-data"]
DOCUMENTS, RELEASE = dg.AssetKey(["archive", "documents"]), dg.AssetKey(["publish", "release"])
# What an asset or check says of its parameter `project`.
WorkspaceResource = dg.ResourceParam[Workspace]
_ROWS, _COLUMNS = 5, 8  # that are shown of a table


class Project(dg.ConfigurableResource[Workspace]):
    """Sources, outputs and declarations, locked meanwhile; what is set here goes before what is declared."""

    declared: dg.ResourceDependency[Workspace]
    inboxes: list[str] = Field(default=[], description="Folders or files with notes, in place of the sources.")
    outputs_folder: str = Field(default="", description="Folder for everything that is made.")
    settings_file: str = Field(default="", description="How a run works, in place of what is declared.")
    sources_file: str = Field(default="", description="Where notes come from, in place of what is declared.")
    any_family: bool = Field(default=False, description="Publish what the inboxes hold, whatever family it is of.")
    spark_master: str = Field(default="", description="Spark cluster that extracts and models, e.g. spark://host:7077.")

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Workspace]:
        """Lock the outputs as long as the run goes on; note that it does where it is to publish."""
        set_here = {field.name: value for field in fields(Workspace) if (value := getattr(self, field.name))}
        workspace = replace(self.declared, **set_here) if set_here else self.declared
        warm("pipelines.operate.preloaded")
        selected = context.run.asset_selection if context.run else None
        with at_work(workspace, publishes=not selected or RELEASE in selected):
            yield workspace


class ExtractOptions(dg.Config):
    """Which notes are read again although nothing about them is new."""

    note_ids: list[str] = Field(
        default=[], description="Identifiers of notes to read again, e.g. cac-cosp-wg-4-2022-3."
    )
    all_again: bool = Field(default=False, description="Read every note again.")


class ReleaseOptions(dg.Config):
    """How the release of a run is published."""

    accept_removals: str = Field(
        default="",
        description="The digest that a refused run named, of the rows that may disappear. Empty: none may.",
    )
    reason: str = Field(default="", description="Why they may; it is published in their place.")
    date: str = Field(
        default="",
        description="Day of publication, as 2026-11-24; empty for SOURCE_DATE_EPOCH, or today. Only content moves it.",
    )
    again: bool = Field(
        default=False, description="Make another release, also where the latest has the same content, or is damaged."
    )


@contextmanager
def failures(outputs: Outputs) -> Iterator[None]:
    """Turn every error into a failure that says for a person what is wrong. `outputs`: where is written meanwhile.

    Raises:
        dagster.Failure: with the message of the error, or one that calls it a fault of the program.
    """
    try:
        yield
    except Exception as error:
        words = in_words(error, outputs) or broke_down(f"{type(error).__name__}: {error}")
        raise dg.Failure(description=words, metadata={"kind": type(error).__name__}, allow_retries=False) from error


def in_words(error: Exception, outputs: Outputs | None = None) -> str:
    """The sentence for a person; empty where the error is a fault of the program. `outputs`: where was written."""
    if isinstance(error, ReportedError):
        return str(error)
    if isinstance(error, MemoryError | duckdb.OutOfMemoryException):
        return "There was not enough memory. Raise `memory` in the settings or lower `threads`, and run again."
    if outputs and no_room(error):
        return full(outputs.root)
    if isinstance(error, OSError | duckdb.IOException):
        return (
            f"The outputs could not be written or a file not read ({_refused_by_the_file_system(error)}). "
            "Make room or allow access, and run again."
        )
    return ""


def broke_down(error: str) -> str:
    """The sentence for a person where the program itself is at fault."""
    return f"The run broke down: {error.strip()}\nRun again with --verbose for the details, and report it."


def _refused_by_the_file_system(error: Exception) -> str:
    if isinstance(error, shutil.Error):  # a list of what could not be copied, whither and why
        return "; ".join(sorted({str(why) for _, _, why in error.args[0]})[:3])
    filename = getattr(error, "filename", None)
    if filename:
        return f"{getattr(error, 'strerror', None) or error}: {filename}"
    # What happened while DuckDB wrote in the background, it tells as JSON within its message.
    message = re.search(r'"exception_message":("(?:[^"\\]|\\.)*")', str(error))
    return str(json.loads(message[1])) if message else str(error).splitlines()[0]


@dg.asset(
    key=DOCUMENTS,
    group_name="archive",
    description="The bytes of every document as received, never altered, with a receipt and its plain text.",
    kinds={"python", "file"},
    owners=OWNERS,
    code_version=READERS,
)
def documents(project: WorkspaceResource) -> dg.MaterializeResult[None]:
    """Archive every file of the sources that can be read; refuse the others with a reason."""
    with failures(project.outputs):
        inventory = STAGES["archive"](project, RunOptions())
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(inventory.items),
            "readable": len(inventory.readable),
            "refused": len(inventory.refused),
            "passed over": names_of_skipped(inventory.skipped),
            "failed sources": "\n".join(inventory.failed),
            "preview": _preview(
                [(i.name, i.media_type, i.bytes, i.message or "") for i in inventory.items[:10]],
                ("file", "media type", "bytes", "refused"),
            ),
        }
    )


def extracted_key(table: Table) -> dg.AssetKey:
    """Key of an extracted table."""
    return dg.AssetKey(["extract", table.name])


def _model_key(table: Table) -> dg.AssetKey:
    """Key of a published table."""
    return dg.AssetKey(["model", table.name])


def _spec(
    key: dg.AssetKey, table: Table, deps: Sequence[dg.AssetKey], *, kinds: set[str], code_version: str
) -> dg.AssetSpec:
    """A table as an asset of the stage that its key names."""
    columns = [
        dg.TableColumn(
            c.name,
            c.type,
            description=c.description,
            constraints=dg.TableColumnConstraints(nullable=not c.required, unique=c.unique),
        )
        for c in table.columns
    ]
    return dg.AssetSpec(
        key,
        group_name=key.path[0],
        description=table.description,
        kinds=kinds,
        owners=OWNERS,
        deps=deps,
        code_version=code_version,
        metadata={"dagster/column_schema": dg.TableSchema(columns=columns)},
    )


def _made(
    key: dg.AssetKey,
    connection: duckdb.DuckDBPyConnection,
    relation: str,
    columns: Sequence[Column],
) -> dg.MaterializeResult[None]:
    """What is shown of a table that was made, whose rows are `relation`."""
    names = [c.name for c in columns[:_COLUMNS]]
    selected = ", ".join(f'"{name}"' for name in names)
    ((count,),) = connection.execute(f"SELECT count(*) FROM {relation}").fetchall()
    first = connection.execute(f"SELECT {selected} FROM {relation} LIMIT {_ROWS}").fetchall()
    return dg.MaterializeResult(asset_key=key, metadata={"dagster/row_count": count, "preview": _preview(first, names)})


@dg.multi_asset(
    name="extract",
    specs=[
        _spec(extracted_key(table), table, [DOCUMENTS], kinds={"python", "parquet"}, code_version=EXTRACTION)
        for table in EXTRACTED
    ],
    can_subset=True,
)
def extract(
    context: dg.AssetExecutionContext, config: ExtractOptions, project: WorkspaceResource
) -> Iterator[dg.MaterializeResult[None]]:
    """Extract every archived note that is new or changed; refuse documents that are no notes.

    Its tables are made together, one note after the other; a selection of them says which are shown.
    """
    with failures(project.outputs), connect(project.engine) as connection:
        current = STAGES["extract"](project, RunOptions(note_ids=config.note_ids, all_again=config.all_again))
        attach_extracted(connection, project.contract, current, project.outputs.extract)
        for table in EXTRACTED:
            if (key := extracted_key(table)) in context.selected_asset_keys:
                yield _made(key, connection, f"extracted.{table.name}", table.as_extracted.columns)


def _read_by(table: Table) -> list[dg.AssetKey]:
    """The tables that the query of a table reads."""
    extracted, published = upstream(table)
    keys = {extracted_key(t) for t in MODELLED if t.name in extracted}
    return sorted(keys | {_model_key(t) for t in MODELLED if t.name in published}, key=str)


@dg.multi_asset(
    name="model",
    specs=[
        _spec(_model_key(table), table, _read_by(table), kinds={"duckdb", "sql"}, code_version=MODEL)
        for table in MODELLED
    ],
    can_subset=True,
)
def model(context: dg.AssetExecutionContext, project: WorkspaceResource) -> Iterator[dg.MaterializeResult[None]]:
    """Run the queries of `sql/model/` over the rows of all current notes, or those of the selected tables alone."""
    selected = [table for table in MODELLED if _model_key(table) in context.selected_asset_keys]
    with failures(project.outputs), connect(project.engine) as connection:
        alone = [table.name for table in selected] if len(selected) < len(MODELLED) else []
        STAGES["model"](project, RunOptions(tables=alone))
        for table in in_order(selected):
            relation = rows_of(project.outputs.model, table.name)
            yield _made(_model_key(table), connection, relation, table.columns)


@dg.asset(
    key=RELEASE,
    group_name="publish",
    description="An immutable folder with every table as CSV and Parquet, descriptor and documents; and the pointer.",
    kinds={"csv", "parquet"},
    owners=OWNERS,
    code_version=PUBLISHING,
    deps=[_model_key(table) for table in MODELLED],
)
def release(
    context: dg.AssetExecutionContext, config: ReleaseOptions, project: WorkspaceResource
) -> Iterator[dg.MaterializeResult[None]]:
    """Publish the tables, unless the latest release already says all they say; then say which sources failed."""
    options = RunOptions(config.accept_removals, config.reason, config.date, config.again)
    with failures(project.outputs):
        made = STAGES["publish"](project, options)
    quarantined = read_quarantine(project.outputs.quarantine)
    if unset := project.publication.unset:
        context.log.warning("Still as in the example: %s; see `uncac init`.", ", ".join(unset))
    address, page = project.publication.base_url, str(made.folder / "index.html")
    yield dg.MaterializeResult(
        metadata={
            **release_facts(made),
            "folder": dg.MetadataValue.path(str(made.folder)),
            "page": dg.MetadataValue.path(page) if "base_url" in unset else dg.MetadataValue.url(address),
            "validation": dg.MetadataValue.path(str(made.folder / "validation.json")),
            "quarantined": _preview(
                [(refusal.name, refusal.reason, refusal.message) for refusal in quarantined[:SHOWN]],
                ("file", "reason", "what is wrong, and what to do"),
            ),
            "dagster/row_count": made.record.counts.get("statements", 0),
        }
    )
    for table in MODELLED if made.new else ():
        counted = {change: made.changes.count(change, table.name) for change in ("added", "changed", "removed")}
        context.log_event(dg.AssetObservation(_model_key(table), metadata={"release": made.id, **counted}))
    with failures(project.outputs):
        STAGES["conclude"](project, options)


_RULES = {
    rule_name: dg.AssetCheckSpec(name, asset=dg.AssetKey(asset.split("/")), blocking=True, description=f"{rule}.")
    for rule_name in RULE_NAMES.values()
    for asset, name in [rule_name.split(", ")]
    for rule in [name.replace("_", " ").capitalize()]
}


@dg.multi_asset_check(
    name="rules",
    description="Run every rule over the published tables; nothing is published where one is broken.",
    specs=list(_RULES.values()),
    can_subset=True,
)
def rules(context: dg.AssetCheckExecutionContext, project: WorkspaceResource) -> Iterator[dg.AssetCheckResult]:
    """Ask all rules at once, and say of each that is selected which rows break it."""
    with failures(project.outputs):
        selected = {name: spec for name, spec in _RULES.items() if spec.key in context.selected_asset_check_keys}
        failed = None
        try:
            STAGES["check"](project, RunOptions())
        except BrokenRulesError as error:
            failed = error
        broken = failed.broken if failed else {}
        yield from (_checked(spec, broken.get(name, ())) for name, spec in selected.items())
        if failed and broken.keys() & selected.keys():
            raise failed


def _checked(spec: dg.AssetCheckSpec, broken: Sequence[str]) -> dg.AssetCheckResult:
    """What is shown of a rule. `broken`: the rows that break it, as sentences."""
    return dg.AssetCheckResult(
        passed=not broken,
        check_name=spec.name,
        asset_key=spec.asset_key,
        severity=dg.AssetCheckSeverity.ERROR,
        description="\n".join([*broken[:SHOWN], CURE]) if broken else None,
        metadata={"broken": len(broken), "rows": _preview([[b] for b in broken[:SHOWN]], ["what is broken"])},
    )


def _preview(rows: Sequence[Sequence[object]], header: Sequence[str]) -> dg.TableMetadataValue:
    """Rows as Dagster shows them; long texts are cut."""
    cells = [["" if cell is None else shorten(str(cell), 120, placeholder="…") for cell in row] for row in rows]
    records = [dg.TableRecord(dict(zip(header, row, strict=True))) for row in cells]
    return dg.MetadataValue.table(records, dg.TableSchema([dg.TableColumn(name) for name in header]))


def pipeline(workspace: Workspace) -> dg.Definitions:
    """Assets, checks and the job `publish`, working on and with `workspace`."""
    job = dg.define_asset_job(
        JOB,
        selection=dg.AssetSelection.all(),
        description="From the documents at the sources to a verified release.",
    )
    # What `stale_hours` says of the sources, Dagster shows on the page of the asset that looks at them.
    policy = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=workspace.settings.stale_hours))
    (looked_at,) = dg.map_asset_specs(lambda spec: spec.replace_attributes(freshness_policy=policy), [documents])
    return dg.Definitions(
        assets=[looked_at, extract, model, release],
        asset_checks=[rules],
        jobs=[job],
        resources={"project": Project(declared=workspace)},
        # One process: the whole graph over one note takes about a second, a process per step would take twenty.
        executor=dg.in_process_executor,
    )
