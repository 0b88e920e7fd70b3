"""Runs the job in this process and says what came of it.

Here: Dagster's outcome as plain values. Not here: how that is shown (`pipelines/cli/`), what the job does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dagster as dg

from pipelines.publish.assets import RELEASE

_DAGSTER_YAML = "telemetry:\n  enabled: false\n"


@dataclass(frozen=True, slots=True)
class Run:
    """What came of a run. `error`: what is wrong, for a person; None where all went well. `release`: its metadata."""

    error: str | None = None
    exception: BaseException | None = None
    release: dict[str, Any] = field(default_factory=dict)


def execute(job: dg.JobDefinition, home: Path, *, verbose: bool) -> Run:
    """Run the job; its history is kept below `home`, Dagster's folder.

    Never raises for what goes wrong inside the job.
    """
    home.mkdir(parents=True, exist_ok=True)
    config = home / "dagster.yaml"
    if not config.exists():
        config.write_text(_DAGSTER_YAML, encoding="utf-8")
    level = "INFO" if verbose else "CRITICAL"
    with dg.DagsterInstance.from_config(str(home)) as instance:
        result = job.execute_in_process(
            instance=instance,
            raise_on_error=False,
            run_config={"loggers": {"console": {"config": {"log_level": level}}}},
        )
    if result.success:
        metadata = result.asset_materializations_for_node(RELEASE.to_python_identifier())[0].metadata
        return Run(release={key: value.value for key, value in metadata.items()})
    return _failed(result)


def _failed(result: dg.ExecuteInProcessResult) -> Run:
    checks = [e for e in result.get_asset_check_evaluations() if not e.passed]
    if checks:
        lines = [f"{'/'.join(e.asset_key.path)}, {e.check_name}:\n{e.description or ''}" for e in checks]
        return Run("Checks failed; nothing was published, the last release stands.\n" + "\n".join(lines))
    for event in result.get_step_failure_events():
        data = event.step_failure_data
        if data.user_failure_data and data.user_failure_data.description:
            return Run(data.user_failure_data.description)
        if data.error:
            cause = data.error.cause or data.error
            return Run(
                f"Step '{event.step_key}' broke down: {cause.message.strip()}\nThe last release stands. Run again with "
                "--verbose for the details, and report it.",
                RuntimeError(data.error.to_string()),
            )
    return Run("The run failed before any step; run it again with --verbose.")
