"""The last version of each document that could be published, for when a newer one under the same name can not be.

A note whose new version is broken stays published as it was, and the new version is quarantined; nothing is withdrawn
by accident. Not here: what makes a version unfit (`readers/`, `pipelines/extract/`).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from pipelines.archive.inbox import Incoming
from pipelines.archive.intake import Inventory
from pipelines.archive.sources.source_state import Known
from pipelines.archive.store import Archive

Versions = dict[str, dict[str, Known]]  # by source and name


def good_versions(inventory: Inventory, refused: Collection[str], before: Versions) -> Versions:
    """The versions that are published now; for a document that can't be, the one before.

    `refused`: checksums of documents that are no notes.
    """
    versions: Versions = {}
    for item in inventory.items:
        known = before.get(item.source, {}).get(item.name)
        if item.reason is None and item.sha256 not in refused:
            known = Known(item.sha256, item.bytes, item.url)
        if known:
            versions.setdefault(item.source, {})[item.name] = known
    return versions


def stand_ins(inventory: Inventory, refused: Collection[str], versions: Versions, archive: Archive) -> list[Incoming]:
    """The versions that stand in for documents of the inventory that can't be published."""
    found = []
    for item in inventory.items:
        known = versions.get(item.source, {}).get(item.name)
        unfit = item.reason is not None or item.sha256 in refused
        path = archive.original(known.sha256) if known and unfit else None
        if known and path and known.sha256 != item.sha256:
            there = Incoming(item.name, path, known.url, source=item.source, any_family=item.any_family)
            found.append(replace(there, sha256=known.sha256, bytes=known.bytes))
    return found
