"""`python -m benchmarks.rendering RELEASE`: renders a release once more from its tables, and says what that took.

Here: seconds of the processor, bytes and files. Not here: the whole job (`run.py`).
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.contract.tables import load_contract
from pipelines.publish.data import write_data
from pipelines.publish.draft import gather
from pipelines.publish.publication import load_publication
from pipelines.publish.record import RECORD, read_record
from pipelines.publish.renderers import asked_for, render
from pipelines.workspace.engine import Engine


def rendering(release: Path) -> dict[str, float]:
    """Render a release as a first one, in one process: `cpu` in seconds, `bytes` and `files` of all that it holds."""
    record, contract = read_record(release).model_copy(update={"previous": None}), load_contract()
    publication = load_publication()
    renderers = asked_for(publication)
    with TemporaryDirectory() as temporary:
        folder, engine = Path(temporary) / "release", Engine(Path(temporary) / "spill")
        escaped = write_data(contract, release / "data", folder / "data", engine)
        shutil.copytree(release / "texts", folder / "texts")
        draft = replace(gather(folder, publication, contract, engine, record=record), escaped=escaped)
        shutil.copy(release / RECORD, folder / RECORD)
        start = time.process_time()
        render(renderers, draft)
        cpu = time.process_time() - start
        sizes = [file.stat().st_size for file in folder.rglob("*") if file.is_file()]
    return {"cpu": cpu, "bytes": sum(sizes), "files": len(sizes)}


if __name__ == "__main__":
    print(json.dumps(rendering(Path(sys.argv[1]).resolve())))
