"""The options of every command that draws notes: which notes, how many, in which form.

Not here: what a command does with them.
"""

from __future__ import annotations

import argparse
import os
from typing import Any

from benchmarks.corpus.compose import PROFILES, SIZE
from benchmarks.corpus.render import FORMATS, LAYOUTS


def corpus_parser(name: str, about: str | None, *, count: int, seed: str, profile: str) -> argparse.ArgumentParser:
    """A parser that knows these options, with their defaults."""
    parser = argparse.ArgumentParser(prog=f"python -m {name}", description=about)
    parser.add_argument("--count", type=int, default=count, help="number of notes")
    parser.add_argument("--seed", default=seed, help="the same seed gives the same bytes")
    parser.add_argument("--format", choices=FORMATS, default="txt")
    parser.add_argument(
        "--layout", choices=tuple(LAYOUTS), help="layout of text notes; drawn for each note if not given"
    )
    parser.add_argument("--profile", choices=PROFILES, default=profile)
    parser.add_argument("--size", type=int, default=SIZE, help="numbered paragraphs of a note, about")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    return parser


def drawn(given: argparse.Namespace) -> dict[str, Any]:
    """What `write_batch` and `score` take of them."""
    return {
        "count": given.count,
        "seed": given.seed,
        "profile": given.profile,
        "kind": given.format,
        "layout": given.layout,
        "size": given.size,
    }
