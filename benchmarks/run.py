"""`python -m benchmarks.run`: measures the whole job and its parts, and writes the report.

Here: corpora and the order of measurements. Not here: how a command is measured (`measure.py`), single parts
(`parts.py`), the report (`report.py`).
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks import parts
from benchmarks.measure import Measured, measure
from benchmarks.report import write_report
from pipelines.publish.integrity import bytes_of

ROOT = Path(__file__).parent.parent
# A thousand notes and more take long: they are asked for.
SIZES = (1, 300)
FEW = 40  # files of which parts are measured, and notes that are rendered
_ONE_MORE = ROOT / "tests" / "golden" / "languages" / "seed_en_symbol.txt"
_SCRIPT = "from pipelines.cli import main; main()"


def main() -> None:
    """Measure, and write `benchmarks/results.json` and `README.md`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="numbers of notes")
    parser.add_argument("--work", type=Path, help="folder for corpora and outputs; kept")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = (options.work or Path(temporary)).resolve()
        work.mkdir(parents=True, exist_ok=True)
        python = as_installed(work)
        results: dict[str, Any] = {"machine": _machine(), "sizes": {}}
        for size in sorted(options.sizes):
            print(f"{size} notes …", file=sys.stderr)
            results["sizes"][str(size)] = _pipeline(python, work, size)
            # Large sizes take long: what is measured outlives what fails after it.
            (work / "results.json").write_text(json.dumps(results), encoding="utf-8")
        results["rendering"] = {str(FEW): _rendering(python, work)}
        results["commands"] = _commands(python, work / f"outputs-{min(options.sizes)}")
        results["parts"] = _parts(work)
    (ROOT / "benchmarks" / "results.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")
    print(write_report(results, ROOT / "benchmarks"))


def as_installed(work: Path) -> Path:
    """Python of an environment without what only developers have: pandas slows every start where it is installed."""
    beside = Path(sys.executable).with_name("uv")
    uv = shutil.which("uv") or (str(beside) if beside.is_file() else None)
    if uv is None:
        print("uv is not on the PATH: measured with this environment, tools for development included.", file=sys.stderr)
        return Path(sys.executable)
    environment = {**os.environ, "UV_PROJECT_ENVIRONMENT": str(work / "venv")}
    subprocess.run(
        [uv, "sync", "--quiet", "--frozen", "--no-dev", "--compile-bytecode"], cwd=ROOT, env=environment, check=True
    )
    return work / "venv" / "bin" / "python"


def _machine() -> dict[str, str]:
    names = ("dagster", "duckdb", "frictionless", "pyarrow", "pypdfium2", "pandas")
    cpu = next(
        (
            line.partition(":")[2].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    return {
        "cores": str(os.cpu_count()),
        "processor": cpu,
        "python": platform.python_version(),
        "load": f"{os.getloadavg()[0]:.1f}",
        **{name: version(name) for name in names},
    }


def _corpus(work: Path, size: int, seed: int = 1, form: str = "txt") -> Path:
    folder = work / f"corpus-{form}-{size}-{seed}"
    if not folder.is_dir():
        command = [sys.executable, "-m", "benchmarks.corpus", "--count", str(size), "--seed", str(seed), "--jobs", "2"]
        aside = work / f".{folder.name}"
        subprocess.run([*command, "--format", form, "--out", aside], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        aside.rename(folder)
    return folder


def _pipeline(python: Path, work: Path, size: int) -> dict[str, Any]:
    """The whole job, the same again, and with one note more."""
    inbox, outputs = work / f"inbox-{size}", work / f"outputs-{size}"
    for folder in (inbox, outputs):
        shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(_corpus(work, size), inbox)
    run = partial(_publish, python, inbox, outputs)
    full, steps = run()
    again, _ = run()
    shutil.copy(_ONE_MORE, inbox / "one-more.txt")
    one, more = run()
    release = (outputs / "publish" / "latest").resolve()
    # The release with one note more is counted last: what it shares stands at the one before.
    releases = (outputs / "publish" / "releases").iterdir()
    disk = list(bytes_of(sorted(releases, key=lambda folder: folder == release)).values())
    rows = json.loads((release / "validation.json").read_text(encoding="utf-8"))["rows"]
    return {
        "full": full.wall,
        "cpu": full.cpu,
        "memory": full.memory,
        "rows": sum(rows.values()),
        "again": again.wall,
        "one_more": one.wall,
        "one_more_cpu": one.cpu,
        "disk": disk[0],
        "disk_one_more": disk[-1],
        "steps": steps,
        "outside_steps": full.wall - sum(steps.values()),
        "steps_one_more": more,
        "outside_steps_one_more": one.wall - sum(more.values()),
    }


def _rendering(python: Path, work: Path) -> dict[str, float]:
    """What rendering a few notes takes, in the languages of the shipped publication."""
    outputs = work / f"outputs-{FEW}"
    _publish(python, _corpus(work, FEW), outputs)
    command: list[str | Path] = [python, "-m", "benchmarks.rendering", outputs / "publish" / "latest"]
    found: dict[str, float] = json.loads(measure(command, cwd=ROOT).output)
    return found


def _publish(python: Path, inbox: Path, outputs: Path) -> tuple[Measured, dict[str, float]]:
    """What a run took, and the seconds of each of its stages, as it tells them."""
    run = measure([python, "-c", _SCRIPT, "publish", "--inbox", inbox, "--outputs", outputs, "--json"], cwd=ROOT)
    told = [json.loads(line) for line in run.output.splitlines() if line.startswith('{"event": "end"')]
    steps: dict[str, float] = defaultdict(float)
    for event in told:
        steps[event["stage"]] += event["seconds"]
    return run, dict(steps)


def _commands(python: Path, outputs: Path) -> dict[str, float]:
    """Seconds of commands that a person waits for, each the quickest of five times."""
    with (outputs / "publish" / "latest" / "data" / "statements.csv").open(encoding="utf-8") as handle:
        statement = next(csv.DictReader(handle))["statement_id"]
    below: list[str | Path] = ["--outputs", outputs]
    commands: dict[str, list[str | Path]] = {
        "--help": ["--help"],
        "status": ["status", *below],
        "explain": ["explain", statement, *below],
    }
    return {
        name: min(measure([python, "-c", _SCRIPT, *words], cwd=ROOT).wall for _ in range(5))
        for name, words in commands.items()
    }


def _parts(work: Path) -> dict[str, Any]:
    """What reading and extracting a few notes take, one after the other in one process."""
    texts = sorted(_corpus(work, FEW).rglob("*.txt"))
    pdfs = sorted(_corpus(work, 20, form="pdf").rglob("*.pdf"))
    parts.reading(texts)  # once, so that imports count for nobody
    return {
        "files": len(texts),
        "read": parts.reading(texts),
        "extract": parts.extracting(texts),
        "profile": parts.profiling(texts),
        "pdf_files": len(pdfs),
        "pdf_read": parts.reading(pdfs),
    }


if __name__ == "__main__":
    main()
