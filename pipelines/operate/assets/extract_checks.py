"""Blocking checks of the extracted tables: nothing is modelled or published where one fails.

Here: the contract of every table, and that every correction fits. Not here: a single note that breaks the contract,
which is refused (`pipelines/extract/batch.py`); rules in SQL (`pipelines/model/rules.py`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines.contract.tables import load_contract
from pipelines.extract.extraction import Extraction, current_extractions
from pipelines.extract.validation import validate_extracted
from pipelines.operate.assets.extract import EXTRACTED, extracted_key
from pipelines.operate.graph import expected_errors, preview
from pipelines.operate.resources import WorkspaceResource
from pipelines.operate.workspace import Workspace

_PROMISES = extracted_key(load_contract()["ledger"])


@dg.multi_asset_check(
    name="contract",
    specs=[
        dg.AssetCheckSpec(
            "contract",
            asset=extracted_key(table),
            blocking=True,
            description=f"Every row of {table.name} keeps the types, keys and constraints of its declaration.",
        )
        for table in EXTRACTED
    ],
    can_subset=True,
)
def contract(context: dg.AssetCheckExecutionContext, project: WorkspaceResource) -> Iterator[dg.AssetCheckResult]:
    """Judge the rows of all notes together; those of a single one were judged when it was extracted."""
    workspace = project
    with expected_errors(workspace.outputs):
        # What was checked for the latest release need not be checked again while nothing about it changes.
        current = [] if workspace.unchanged_release() else current_extractions(workspace.outputs.extract)
        found = (
            validate_extracted(workspace.contract, current, workspace.outputs.extract, workspace.engine)
            if current
            else []
        )
    for table in EXTRACTED:
        if dg.AssetCheckKey(extracted_key(table), "contract") not in context.selected_asset_check_keys:
            continue
        broken = [str(v) for v in found if v.table in {table.name, "package", "states", "articles"}]
        yield check_result("contract", extracted_key(table), broken)


@dg.asset_check(
    asset=_PROMISES,
    blocking=True,
    description="Every correction finds its row, and the row holds what the correction expects.",
)
def promises(project: WorkspaceResource) -> dg.AssetCheckResult:
    """Report the corrections that extraction found not to fit."""
    workspace = project
    with expected_errors(workspace.outputs):
        current = current_extractions(workspace.outputs.extract)
        broken = [f"{e.note_id}: {e.broken}" for e in current if e.broken]
        broken += _unused(workspace, current)
    return check_result("promises", _PROMISES, broken)


def _unused(workspace: Workspace, current: list[Extraction]) -> list[str]:
    applied = {c for e in current for c in e.corrections}
    return [
        f"corrections.yaml: '{c}' finds no row. Look whether its note is still there, and delete or change the entry."
        for c in workspace.corrections
        if c.action not in {"accept", "accept_removal"} and str(c) not in applied
    ]


def check_result(name: str, key: dg.AssetKey, broken: list[str]) -> dg.AssetCheckResult:
    """Result of a check: passed where nothing is broken; the first broken rows are shown."""
    return dg.AssetCheckResult(
        passed=not broken,
        check_name=name,
        asset_key=key,
        severity=dg.AssetCheckSeverity.ERROR,
        description="\n".join(broken[:20]) or None,
        metadata={"broken": len(broken), "rows": preview([[b] for b in broken[:20]], ["what is broken"])},
    )
