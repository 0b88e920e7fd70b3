"""Writes what was measured as a page: `README.md`.

Here: words, ratios and whether a figure was met. Not here: measuring (`run.py`).
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

_MB = 2**20
_ABOUT = """\
Written by `make bench`: everything below was measured in one run, one thing after the other, on the machine named at
the end. The notes are generated (`benchmarks/corpus.py`), about 15 kB of text each. A machine that does other work
meanwhile (`load`, of the processes that wanted its cores) shows in all figures, and not in all by the same factor."""
_PROFILE = """\
The extraction of text by function, each with all that it calls, as shares of the whole; a profiler slows small calls
most, so these shares say where to look and no more:

"""
_JOBS = """

Whole job: from files in an inbox to a verified release, in a new process: seconds of processors that all processes used
together. In parentheses: seconds until it was done, which other work on the machine lengthens. One note more: a
note of some 1,200 rows. Again: nothing new. Memory: highest sum over all processes. On disk: the first release, and
what that with one note more adds to it; pages are in three languages."""


def write_report(results: dict[str, Any], folder: Path) -> str:
    """Write the page, and give it."""
    sizes = {int(size): figures for size, figures in results["sizes"].items()}
    parts = results["parts"]
    text = "\n\n".join(
        [
            "# How fast it is",
            _ABOUT,
            "## The whole job\n\n" + _jobs(sizes),
            "## Where the time goes\n\n" + _steps(sizes, "steps", "outside_steps"),
            *(_rendering(int(size), found) for size, found in results.get("rendering", {}).items()),
            "With one note more:\n\n" + _steps(sizes, "steps_one_more", "outside_steps_one_more"),
            _PROFILE + _table(["function", "share"], [[f"`{n}`", f"{s:.0%}"] for n, s in parts["profile"]]),
            "## Reading and extracting\n\n" + _parts(parts),
            "## Against the aims\n\n" + _aims(results),
            "## The machine\n\n" + _table(["what", "which"], [[k, v] for k, v in results["machine"].items()]),
        ]
    )
    (folder / "README.md").write_text(text + "\n", encoding="utf-8")
    return text


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [header, ["---"] + ["---:"] * (len(header) - 1), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _jobs(sizes: dict[int, dict[str, Any]]) -> str:
    header = ["notes", "rows", "whole job", "one note more", "ratio", "again", "memory", "on disk"]
    rows = [
        [
            f"{size:,}",
            f"{f['rows']:,}",
            f"{f['cpu']:.1f} s ({f['full']:.1f})",
            f"{f['one_more_cpu']:.1f} s ({f['one_more']:.1f})",
            f"1/{f['cpu'] / f['one_more_cpu']:.1f}",
            f"{f['again']:.1f} s",
            f"{f['memory'] / _MB:.0f} MB",
            f"{f['disk'] / _MB:.0f} + {f['disk_one_more'] / _MB:.0f} MB",
        ]
        for size, f in sizes.items()
    ]
    return _table(header, rows) + _JOBS


def _rendering(size: int, found: dict[str, float]) -> str:
    return (
        f"Rendering {size} notes alone, in the languages of the shipped publication and in one process: "
        f"{found['cpu']:.1f} s of a processor, {found['bytes'] / 1e6:.0f} MB, {found['files']:,.0f} files."
    )


def _steps(sizes: dict[int, dict[str, Any]], steps: str, outside: str) -> str:
    names = list(dict.fromkeys(name for figures in sizes.values() for name in figures[steps]))
    rows = [[n, *(f"{f[steps].get(n, 0):.2f} s" for f in sizes.values())] for n in names]
    rows.append(["start, data files and all else", *(f"{f[outside]:.2f} s" for f in sizes.values())])
    return _table(["step", *(f"{size:,} notes" for size in sizes)], rows)


def _parts(p: dict[str, Any]) -> str:
    rates = (
        ("text: reading", p["files"] / p["read"]),
        ("PDF: reading", p["pdf_files"] / p["pdf_read"]),
        ("extraction of text that is read", p["files"] / p["extract"]),
    )
    return _table(["one core", "notes a second"], [[what, f"{rate:,.0f}"] for what, rate in rates])


# What is measured of how many notes, its figure and unit, what it is called, what it was when it was set, the aim.
_AIMS = (
    ("job", 1, "cpu", 1, "s", "one note", 5.9, 5),
    ("job", 300, "cpu", 1, "s", "300 notes", 64, 42),
    ("job", 300, "disk", _MB, "MB", "300 notes", 498, 230),
    ("job", 300, "one_more_cpu", 1, "s", "one note more on 300", 48, 30),
    ("job", 300, "disk_one_more", _MB, "MB", "one note more on 300, on disk", 211, 70),
    ("rendering", 40, "cpu", 1, "s", "rendering of 40 notes, three languages", 14.2, 8.5),
    ("rendering", 40, "bytes", 1_000_000, "MB", "rendering of 40 notes", 89, 50),
    ("rendering", 40, "files", 1, "files", "rendering of 40 notes", 2_227, 1_600),
)


def _aims(results: dict[str, Any]) -> str:
    """The aims, so far as their sizes were measured; times are seconds of all processors."""
    sizes, parts = {int(size): f for size, f in results["sizes"].items()}, results["parts"]
    memory = max(f["memory"] for f in sizes.values())
    extracted = parts["files"] / parts["extract"]
    measured = {("job", size): f for size, f in sizes.items()}
    measured |= {("rendering", int(size)): f for size, f in results.get("rendering", {}).items()}
    found = [
        (f"{what}: {most:,} {unit}, of {before:,}", f"{shown:,.1f} {unit}", shown <= most)
        for kind, size, figure, of, unit, what, before, most in _AIMS
        if (kind, size) in measured
        for shown in (measured[kind, size][figure] / of,)
    ]
    found += [
        ("memory within 1.5 GB", f"{memory / _MB:.0f} MB", memory <= 1.5 * 2**30),
        ("extraction of text: 40 notes/s/core", f"{extracted:,.0f}", extracted >= 40),
    ]
    found += [(f"`uncac {name}` within 0.5 s", f"{s:.2f} s", s <= 0.5) for name, s in results["commands"].items()]
    return _table(["aim", "measured", "met"], [[aim, said, "yes" if met else "**no**"] for aim, said, met in found])
