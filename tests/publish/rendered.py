"""A digest of what the program renders of one and the same hand-written note: `python -m tests.publish.rendered`.

Of a note that extraction reads, it would change with every rule of reading, and rows that change make a new release by
themselves. Left out is what other builds of libraries write in other bytes, and what catalogues say of that.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.publish.integrity import read_sums
from tests.publish.conftest import FIRST
from tests.publish.written import publish

KEPT = Path(__file__).with_suffix(".json")
_BUILT = re.compile(r"\.(parquet|xlsx|sqlite|zip|bin)$")
_SIZE = re.compile(r"\b\d+(\.\d+)? (bytes|kB|MB)\b")


def rendered(release: Path) -> dict[str, str]:
    """The version of the program, and a digest over all files of a release whose bytes follow from it alone."""
    sums = read_sums(release)
    built = [name for name in sums if _BUILT.search(name)]
    digest = json.loads((release / "release.json").read_bytes())["digest"]
    unsaid = [release.name, digest, *(sums[name] for name in built)]
    unsaid += [str((release / name).stat().st_size) for name in built]
    words = re.compile("|".join(sorted(map(re.escape, unsaid), key=len, reverse=True)))
    found = hashlib.sha256()
    for name in sorted(sums.keys() - set(built)):
        text = (release / name).read_text(encoding="utf-8", errors="replace")
        found.update(f"{name}\n{_SIZE.sub('', words.sub('', text))}\n".encode())
    return {"version": version("uncac-notes"), "digest": found.hexdigest()}


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        KEPT.write_text(json.dumps(rendered(publish([FIRST], Path(folder)).folder), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(KEPT.read_text(encoding="utf-8"))
