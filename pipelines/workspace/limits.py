"""How much one document may cost, and how large a file may be. Not here: keeping to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from annotated_types import Gt

_Count = Annotated[int, Gt(0)]


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may cost. The defaults are some ten times the largest real note.

    `max_bytes`: of the file as received. `max_pages`: of a PDF. `max_expanded_bytes`, `max_expansion_ratio`: of a
    zip container (DOCX), as really inflated, never as declared. `max_characters`, `max_blocks`: of the archived text.
    `max_seconds`, `max_memory_bytes`: of the process that reads; the memory is its address space.
    """

    max_bytes: _Count = 64 * 2**20
    max_pages: _Count = 2_000
    max_expanded_bytes: _Count = 256 * 2**20
    max_expansion_ratio: _Count = 200
    max_characters: _Count = 10_000_000
    max_blocks: _Count = 200_000
    max_seconds: Annotated[float, Gt(0)] = 60.0
    max_memory_bytes: _Count = 2 * 2**30
