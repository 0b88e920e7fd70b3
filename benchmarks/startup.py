"""`python -m benchmarks.startup`: how long a person waits, beside a bare `import dagster` in the same minutes.

Here: `uncac publish` of the one note, warm, and `make publish` from a clean clone with an empty cache. Not here: large
corpora (`run.py`).
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.measure import Measured, measure
from benchmarks.run import ROOT, as_installed

_TIMES = 5
_SCRIPT = "from pipelines.cli import main; main()"


def main() -> None:
    """Measure and print, medians of several runs; each run is followed by a bare import."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clone", action="store_true", help="also from a clean clone; needs the network")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        python = as_installed(work)
        environment = {"DAGSTER_HOME": str(work / "home"), "DAGSTER_DISABLE_TELEMETRY": "1"}
        bare: list[Measured] = []
        first: list[Measured] = []
        again: list[Measured] = []
        for number in range(_TIMES + 1):
            outputs = work / f"outputs-{number}"
            publish = [str(python), "-c", _SCRIPT, "publish", "--outputs", str(outputs)]
            nothing = [str(python), "-c", "import dagster"]
            runs = [measure(command, environment, cwd=ROOT) for command in (nothing, publish, publish)]
            if number:  # the first fills caches
                for found, run in zip((bare, first, again), runs, strict=True):
                    found.append(run)
        _say("import dagster", bare, bare)
        _say("uncac publish, one note, a new release", first, bare)
        _say("uncac publish, nothing new", again, bare)
        if options.clone:
            _say("make publish, clean clone, empty cache", [_clone(work)], bare)


def _say(what: str, runs: list[Measured], bare: list[Measured]) -> None:
    wall = statistics.median(run.wall for run in runs)
    memory = statistics.median(run.memory for run in runs) / 2**20
    ratio = wall / statistics.median(run.wall for run in bare)
    print(f"{what:42} {wall:6.2f} s {memory:6.0f} MB {ratio:6.1f} x import dagster")


def _clone(work: Path) -> Measured:
    clone = work / "clone"
    subprocess.run(["git", "clone", "--quiet", ROOT, clone], check=True)
    make = shutil.which("make")
    if make is None:
        sys.exit("make is not installed.")
    empty = {"UV_CACHE_DIR": str(work / "cache"), "HOME": str(work / "nobody")}
    return measure([make, "publish"], empty, cwd=clone)


if __name__ == "__main__":
    main()
