"""How much one document may cost, and how large a file may be. Not here: keeping to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost. The defaults are some ten times the largest real note.

    `max_bytes`: of the file as received. `max_pages`: of a PDF. `max_expanded_bytes`, `max_expansion_ratio`: of a
    zip container (DOCX), as really inflated, never as declared. `max_characters`, `max_blocks`: of the archived text.
    `max_seconds`: checked between pages, parts and blocks; `worker.Reader` also ends a reader that hangs in between.
    `max_memory_bytes`: address space of a reader process, kept by `worker.Reader` only.
    """

    max_bytes: int = 64 * 2**20
    max_pages: int = 2_000
    max_expanded_bytes: int = 256 * 2**20
    max_expansion_ratio: int = 200
    max_characters: int = 10_000_000
    max_blocks: int = 200_000
    max_seconds: float = 60.0
    max_memory_bytes: int = 2 * 2**30
