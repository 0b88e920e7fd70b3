"""The asset of the archive stage.

Not here: what the stage does (`run.py`).
"""

import dagster as dg

from pipelines.archive.inbox import told_skipped
from pipelines.operate.graph import OWNERS, expected_errors, preview
from pipelines.operate.resources import WorkspaceResource
from pipelines.operate.run import archive_documents
from pipelines.workspace.fingerprint import READERS

DOCUMENTS = dg.AssetKey(["archive", "documents"])


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
    with expected_errors(project.outputs):
        inventory = archive_documents(project)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(inventory.items),
            "readable": len(inventory.readable),
            "refused": len(inventory.refused),
            "passed over": told_skipped(inventory.skipped),
            "failed sources": "\n".join(inventory.failed),
            "preview": preview(
                [(i.name, i.media_type, i.bytes, i.message or "") for i in inventory.items[:10]],
                ("file", "media type", "bytes", "refused"),
            ),
        }
    )
