"""Reads and checks `settings.yaml`: how a run works.

Not here: what is published (`pipelines/publish/publication.py`), where notes come from
(`pipelines/archive/sources/declared.py`).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import VARIABLE, named, read_keys, validated, written_as
from pipelines.workspace.limits import Limits
from pipelines.workspace.paths import declared_in


class SettingsError(ReportedError):
    """A setting can't be meant; the message names setting, rule and cure."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Fetch(_Strict):
    """How documents are fetched; see the comments in `datapackage/settings.yaml`."""

    connections: Annotated[int, Field(ge=1, le=16)] = 4
    attempts: Annotated[int, Field(ge=1, le=10)] = 3
    wait_seconds: Annotated[float, Field(ge=0)] = 1
    timeout_seconds: Annotated[float, Field(gt=0)] = 20
    total_seconds: Annotated[float, Field(gt=0)] = 180
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 5
    private_hosts: tuple[str, ...] = ()


class Refresh(_Strict):
    """When Dagster looks at sources by itself; it checks `cron` and `timezone`. See `datapackage/settings.yaml`."""

    sensor_seconds: Annotated[int, Field(ge=1)] = 60
    cron: str = "0 5 * * *"
    timezone: str = "UTC"
    retry_minutes: Annotated[float, Field(ge=0)] = 60


class Keep(_Strict):
    """How much of the past is kept; 0 keeps all."""

    releases: Annotated[int, Field(ge=0)] = 100
    runs: Annotated[int, Field(ge=0)] = 500


class Mail(_Strict):
    """Alerts by e-mail; user and password come from UNCAC_SMTP_USER and UNCAC_SMTP_PASSWORD."""

    to: Annotated[tuple[str, ...], Field(min_length=1)]
    sender: str
    host: str
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"


class Alerts(_Strict):
    """Where failures are reported; see the comments in `datapackage/settings.yaml`."""

    webhook_variable: Annotated[str, VARIABLE] = "UNCAC_ALERT_WEBHOOK"
    mail: Mail | None = None


class Settings(_Strict):
    """How a run works; see the comments in `datapackage/settings.yaml`."""

    limits: Limits = Field(default_factory=Limits)
    workers: Annotated[int, Field(ge=0)] = 0
    threads: Annotated[int, Field(ge=0)] = 0
    memory: Annotated[str, written_as(r"[1-9][0-9]*(MB|GB)", "a size such as 512MB or 2GB")] = "512MB"
    lock_seconds: Annotated[float, Field(ge=0)] = 600
    spark_master: str = ""
    stale_hours: Annotated[float, Field(gt=0)] = 26
    mirror: str | None = None
    fetch: Fetch = Field(default_factory=Fetch)
    refresh: Refresh = Field(default_factory=Refresh)
    keep: Keep = Field(default_factory=Keep)
    alerts: Alerts = Field(default_factory=Alerts)

    @property
    def processes(self) -> int:
        """Number of worker processes."""
        return self.workers or os.cpu_count() or 1

    @property
    def engine_threads(self) -> int:
        """Number of DuckDB's threads."""
        return self.threads or os.cpu_count() or 1


def load_settings(alone: Path | str | None = None) -> Settings:
    """Read and check settings: the operator's keys over those that are shipped. `alone`: a file in place of both.

    Raises:
        SettingsError: with every setting that is wrong.
    """
    paths = declared_in("settings.yaml", alone)
    return validated(Settings, read_keys(paths, SettingsError) or {}, SettingsError, named(paths))
