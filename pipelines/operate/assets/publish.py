"""The asset of the publish stage: the latest release.

Not here: how a release is made (`release.py`) and what is in it (its renderers).
"""

from collections.abc import Iterator
from datetime import date

import dagster as dg

from pipelines.archive.quarantine import read_quarantine
from pipelines.archive.sources.look import SourceError
from pipelines.extract.batches import current_extractions
from pipelines.operate.assets.model import MODELLED, model_key
from pipelines.operate.graph import OWNERS, expected_errors
from pipelines.operate.options import ReleaseOptions
from pipelines.operate.resources import RELEASE, WorkspaceResource
from pipelines.operate.workspace import MadeFrom, Workspace
from pipelines.publish.history import History
from pipelines.publish.integrity import damage, seal_latest
from pipelines.publish.mend import cannot_mend, mend_latest
from pipelines.publish.mirror import mirror_releases
from pipelines.publish.release import Inputs, Release, publish_release, standing
from pipelines.publish.retention import retire, thin
from pipelines.workspace.day import publication_day
from pipelines.workspace.fingerprint import EXTRACTION, PUBLISHING


@dg.asset(
    key=RELEASE,
    group_name="publish",
    description="An immutable folder with every table as CSV and Parquet, descriptor and documents; and the pointer.",
    kinds={"csv", "parquet"},
    owners=OWNERS,
    code_version=PUBLISHING,
    deps=[model_key(table) for table in MODELLED],
)
def release(
    context: dg.AssetExecutionContext, config: ReleaseOptions, project: WorkspaceResource
) -> Iterator[dg.MaterializeResult[None]]:
    """Publish the tables, unless the latest release already says all they say; then say which sources failed."""
    workspace = project.workspace
    with expected_errors():
        made = (None if config.again else _unchanged(workspace)) or _publish(workspace, config)
        if workspace.publication.unset:
            context.log.warning(
                "Still as in the example: %s; see `uncac init`.", ", ".join(workspace.publication.unset)
            )
        context.instance.add_run_tags(context.run.run_id, {"uncac/release": made.id})
        yield dg.MaterializeResult(
            metadata={
                "release": made.id,
                "new": made.new,
                "held": made.held,
                "folder": dg.MetadataValue.path(str(made.folder)),
                "dagster/row_count": made.rows.get("statements", 0),
                "added": made.changes.count("added"),
                "changed": made.changes.count("changed"),
                "removed": made.changes.count("removed"),
            }
        )
        if not made.held:
            _remember(workspace, made)
        history = History(workspace.outputs.publish)
        if not made.new and (broken := damage(history)):
            why = "it is held after a rollback" if made.held else "what it follows from is no more"
            raise cannot_mend(made.folder, broken, why)
        seal_latest(history)
        keep, pins = workspace.settings.keep, history.pins.load()
        pinned = [*pins.kept, pins.held or ""]
        retire(history, keep.releases, pinned)
        thin(history, keep.downloads, pinned)
        target = config.mirror or workspace.settings.mirror
        if target:
            mirror_releases(history, target)
        _complain(workspace, made)
        history.conclude(None)


def _unchanged(workspace: Workspace) -> Release | None:
    release_id = workspace.unchanged_release()
    if release_id is None:
        return None
    history = History(workspace.outputs.publish)
    return standing(history, history.releases / release_id)


def _publish(workspace: Workspace, config: ReleaseOptions) -> Release:
    inputs = Inputs(
        contract=workspace.contract,
        publication=workspace.publication,
        corrections=workspace.corrections,
        current=current_extractions(workspace.outputs.extract),
        archive=workspace.archive,
        model=workspace.outputs.model,
        engine=workspace.engine,
        day=date.fromisoformat(config.date) if config.date else publication_day(),
        refused=read_quarantine(workspace.outputs.quarantine),
        part_rows=workspace.settings.part_rows,
    )
    mend_latest(inputs, workspace.outputs.publish)
    return publish_release(inputs, workspace.outputs.publish, accepted=config.accept_removals or None)


def _remember(workspace: Workspace, made: Release) -> None:
    """Remember from what the latest release was made; also where what is new at the sources changed no row of it."""
    inventory = workspace.inventory.load()
    contents = workspace.contents_digest(item.sha256 for item in inventory.items if item.sha256)
    files = workspace.files_digest(inventory.listed())
    workspace.remembered.save(MadeFrom(made.id, workspace.rows_digest(), contents, files, EXTRACTION))


def _complain(workspace: Workspace, made: Release) -> None:
    failed = workspace.inventory.load().failed
    if failed:
        listed = "\n".join(failed)
        raise SourceError(f"{listed}\nAll else was published as release {made.id}.")
