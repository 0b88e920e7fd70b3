"""The asset of the publish stage: the latest release.

Not here: what the stage does (`run.py`), how a release is made (`publish/release.py`).
"""

from collections.abc import Iterator
from datetime import date

import dagster as dg

from pipelines.operate.assets.model import model_key
from pipelines.operate.graph import OWNERS, expected_errors
from pipelines.operate.options import ReleaseOptions
from pipelines.operate.resources import RELEASE, WorkspaceResource
from pipelines.operate.run import MODELLED, conclude, publish, told_release
from pipelines.workspace.fingerprint import PUBLISHING


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
    with expected_errors(project.outputs):
        day = date.fromisoformat(config.date) if config.date else None
        made = publish(project, accepted=config.accept_removals, day=day, again=config.again)
    if unset := project.publication.unset:
        context.log.warning("Still as in the example: %s; see `uncac init`.", ", ".join(unset))
    yield dg.MaterializeResult(
        metadata={
            **told_release(made),
            "folder": dg.MetadataValue.path(str(made.folder)),
            "dagster/row_count": made.rows.get("statements", 0),
        }
    )
    with expected_errors(project.outputs):
        conclude(project, made, config.mirror)
