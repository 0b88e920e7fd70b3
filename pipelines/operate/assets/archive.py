"""The asset of the archive stage.

Not here: how a file is read or kept (the modules beside this one).
"""

from dataclasses import replace
from datetime import UTC, datetime

import dagster as dg

from pipelines.archive.inbox import told_skipped
from pipelines.archive.intake import take_in
from pipelines.archive.sources.look import SourceError, remember
from pipelines.archive.sources.source_state import Fetched
from pipelines.operate.graph import OWNERS, expected_errors, preview
from pipelines.operate.resources import WorkspaceResource
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
    workspace = project.workspace
    with expected_errors():
        workspace.start_second_process()
        looks = workspace.watch().look(workspace.sources)
        remember(workspace.source_state, looks)
        failed = [look.error for look in looks if look.error]
        if not any(look.answered for look in looks):
            raise SourceError("\n".join(failed))
        inventory = take_in(
            [file for look in looks for file in look.files],
            workspace.archive,
            workspace.settings.reader_limits,
            # The day of reception stays in the archive; nothing that is published depends on it.
            today=datetime.now(tz=UTC).date().isoformat(),
            workers=workspace.settings.processes,
        )
        skipped = tuple(entry for look in looks for entry in look.skipped)
        inventory = replace(inventory, failed=tuple(failed), skipped=skipped)
        workspace.inventory.save(inventory)
        needed = {known.sha256 for look in looks for known in look.documents.values()}
        Fetched(workspace.outputs.fetched, workspace.archive).prune(needed)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(inventory.items),
            "readable": len(inventory.readable),
            "refused": len(inventory.refused),
            "passed over": told_skipped(inventory.skipped),
            "failed sources": "\n".join(failed),
            "preview": preview(
                [(i.name, i.media_type, i.bytes, i.message or "") for i in inventory.items[:10]],
                ("file", "media type", "bytes", "refused"),
            ),
        }
    )
