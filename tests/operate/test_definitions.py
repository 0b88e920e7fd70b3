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


def test_by_article_depends_on_the_statements() -> None:
    (by_article,) = [spec for spec in specs() if spec.key.path == ["model", "by_article"]]
    assert dg.AssetKey(["model", "statement_articles"]) in {d.asset_key for d in by_article.deps}


def test_every_check_stops_publication() -> None:
    checks = [
        spec
        for check in defs.asset_checks or []
        if isinstance(check, dg.AssetChecksDefinition)
        for spec in check.check_specs
    ]
    assert len(checks) > 5
    assert all(check.blocking for check in checks)
