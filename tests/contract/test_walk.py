"""The walk through the code in `pipelines/README.md` names what is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_module_and_function_of_the_walk_exists() -> None:
    rows = re.findall(r"^\| (`.+?) \|", (ROOT / "pipelines" / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 10
    for row in rows:
        path = ROOT
        for named in re.findall(r"`([^`]+)`", row):
            if re.search(r"[/]|\.(py|sql)$", named):
                path = next((p for f in (ROOT / "pipelines", ROOT, path.parent) if (p := f / named).exists()), Path())
                assert path != Path(), f"{named} does not exist"
            else:
                for name in named.split("."):
                    assert re.search(rf"(def|class) {name}\b", path.read_text(encoding="utf-8")), f"{path}: no {name}"
