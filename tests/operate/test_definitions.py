"""What `dagster dev` shows: groups, descriptions, kinds, owners, column schemas, blocking checks."""

from __future__ import annotations

import dagster as dg

from pipelines.contract.tables import load_contract
from pipelines.definitions import defs


def specs() -> list[dg.AssetSpec]:
    return [spec for asset in defs.assets or [] if isinstance(asset, dg.AssetsDefinition) for spec in asset.specs]


def test_every_asset_has_group_description_kinds_and_owner() -> None:
    assert {spec.group_name for spec in specs()} == {"archive", "extract", "model", "publish"}
    for spec in specs():
        assert spec.description, spec.key
        assert spec.kinds, spec.key
        assert spec.owners, spec.key


def test_every_table_shows_its_columns_with_descriptions() -> None:
    contract = load_contract()
    for spec in specs():
        if spec.group_name in {"extract", "model"}:
            schema = spec.metadata["dagster/column_schema"]
            assert [c.name for c in schema.columns] == [c.name for c in contract[spec.key.path[-1]].columns]
            assert all(c.description for c in schema.columns)


def test_a_table_depends_on_what_the_tables_and_views_that_it_reads_are_made_from() -> None:
    reads = {spec.key: {dep.asset_key for dep in spec.deps} for spec in specs()}
    above = reads[dg.AssetKey(["model", "by_article"])]
    while farther := {key for of in above for key in reads.get(of, ())} - above:
        above = above | farther
    assert dg.AssetKey(["model", "statement_articles"]) in above
    assert dg.AssetKey(["model", "submission_texts"]) in reads[dg.AssetKey(["model", "by_state_article"])]


def test_every_check_stops_publication() -> None:
    checks = [
        spec
        for check in defs.asset_checks or []
        if isinstance(check, dg.AssetChecksDefinition)
        for spec in check.check_specs
    ]
    assert len(checks) > 5
    assert all(check.blocking for check in checks)
