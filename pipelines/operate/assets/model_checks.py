"""Blocking checks of the published tables: one per rule of `sql/checks/`.

Not here: the rules (`sql/checks/`) and how they run (`pipelines/model/rules.py`).
"""

from collections.abc import Iterator

import dagster as dg

from pipelines.contract.tables import load_contract
from pipelines.model.rules import RULES, main_table
from pipelines.operate.assets.extract_checks import check_result
from pipelines.operate.assets.model import model_key
from pipelines.operate.graph import expected_errors
from pipelines.operate.resources import WorkspaceResource
from pipelines.operate.run import check_tables

_ASSETS = {rule.stem: model_key(load_contract()[main_table(rule, load_contract())]) for rule in RULES}


@dg.multi_asset_check(
    name="rules",
    specs=[
        dg.AssetCheckSpec(
            rule.stem,
            asset=_ASSETS[rule.stem],
            blocking=True,
            description=rule.stem.replace("_", " ").capitalize() + ".",
        )
        for rule in RULES
    ],
    can_subset=True,
)
def rules(context: dg.AssetCheckExecutionContext, project: WorkspaceResource) -> Iterator[dg.AssetCheckResult]:
    """Run every rule over the published tables."""
    with expected_errors(project.outputs):
        broken = check_tables(project)
    for name, rows in broken.items():
        if dg.AssetCheckKey(_ASSETS[name], name) in context.selected_asset_check_keys:
            yield check_result(name, _ASSETS[name], rows)
