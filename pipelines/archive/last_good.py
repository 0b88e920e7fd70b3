"""The last version of each document that could be published, for when a newer one under the same name can not be.

A note whose new version is broken stays published as it was, and the new version is quarantined; nothing is withdrawn
by accident. Not here: what makes a version unfit (`readers/`, `pipelines/extract/`).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from pipelines.archive.inbox import Incoming
from pipelines.archive.intake import Inventory
from pipelines.archive.sources.memory import Known
from pipelines.archive.store import Archive
from pipelines.workspace.atomic import write_json

Versions = dict[str, dict[str, Known]]


def load_versions(path: Path) -> Versions:
    """The versions by source and name; none where they are lost."""
    try:
        rows = json.loads(path.read_bytes())
        return {source: {name: Known(**row) for name, row in known.items()} for source, known in rows.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def save_versions(path: Path, inventory: Inventory, refused: Collection[str], before: Versions) -> None:
    """Remember the versions that are published now; for a document that can't be, the one before.

    `refused`: checksums of documents that are no notes.

    Raises:
        OSError: they can't be written.
    """
    versions: Versions = {}
    for item in inventory.items:
        known = before.get(item.source, {}).get(item.name)
        if item.reason is None and item.sha256 not in refused:
            known = Known(item.sha256, item.bytes, item.url)
        if known:
            versions.setdefault(item.source, {})[item.name] = known
    if versions != before:
        write_json(path, {s: {n: asdict(known[n]) for n in sorted(known)} for s, known in sorted(versions.items())})


def stand_ins(inventory: Inventory, refused: Collection[str], versions: Versions, archive: Archive) -> list[Incoming]:
    """The versions that stand in for documents of the inventory that can't be published."""
    found = []
    for item in inventory.items:
        known = versions.get(item.source, {}).get(item.name)
        unfit = item.reason is not None or item.sha256 in refused
        path = archive.original(known.sha256) if known and unfit else None
        if known and path and known.sha256 != item.sha256:
            found.append(
                Incoming(item.name, path, known.url, source=item.source, sha256=known.sha256, bytes=known.bytes)
            )
    return found
