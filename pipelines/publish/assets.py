"""The asset of the publish stage: the latest release.

Not here: how a release is made (`release.py`) and what is in it (its renderers).
"""

from __future__ import annotations

import dagster as dg

from pipelines.extract.batches import current_extractions
from pipelines.graph import OWNERS, expected_errors
from pipelines.model.assets import MODELLED, model_key
from pipelines.publish.release import Inputs, publish_release
from pipelines.workspace import Workspace

RELEASE = dg.AssetKey(["publish", "release"])


@dg.asset(
    key=RELEASE,
    group_name="publish",
    description="An immutable folder with every table as CSV and Parquet, its descriptor and documents; a pointer.",
    kinds={"csv", "parquet"},
    owners=OWNERS,
    deps=[model_key(table) for table in MODELLED],
)
def release(workspace: Workspace) -> dg.MaterializeResult[None]:
    """Publish the tables, unless the latest release already says all they say."""
    with expected_errors(), workspace.acquire():
        made = publish_release(
            Inputs(
                contract=workspace.contract,
                publication=workspace.publication,
                corrections=workspace.corrections,
                current=current_extractions(workspace.outputs.extract),
                archive=workspace.archive,
                model=workspace.outputs.model,
                engine=workspace.engine,
            ),
            workspace.outputs.publish,
            accepted=workspace.accept_removals or None,
        )
    return dg.MaterializeResult(
        metadata={
            "release": made.id,
            "new": made.new,
            "folder": dg.MetadataValue.path(str(made.folder)),
            "dagster/row_count": made.rows["statements"],
            "added": made.changes.count("added"),
            "changed": made.changes.count("changed"),
            "removed": made.changes.count("removed"),
        }
    )
