"""Blocking checks of the extracted tables: nothing is modelled or published where one fails.

Here: the contract of every table, and that every correction fits. Not here: a single note that breaks the contract,
which is refused (`pipelines/extract/batch.py`); rules in SQL (`pipelines/model/rules.py`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines.contract.tables import load_contract
from pipelines.operate.assets.extract import extracted_key
from pipelines.operate.graph import expected_errors, preview
from pipelines.operate.resources import WorkspaceResource
from pipelines.operate.run import EXTRACTED, check_contract, check_corrections

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
    with expected_errors(project.outputs):
        found = check_contract(project)
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
    with expected_errors(project.outputs):
        broken = check_corrections(project)
    return check_result("promises", _PROMISES, broken)


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
