"""`uncac publish` as an operator meets it: what is said, which exit code, and what stands afterwards."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

from pipelines.archive.quarantine import read_quarantine
from tests.conftest import NOTE, Run
from tests.contents import bytes_of
from tests.releases import Days


def test_a_second_run_changes_nothing_and_says_so(uncac: Run, release: Path, outputs: Path) -> None:
    before = bytes_of(release)
    result = uncac("publish", "--outputs", outputs)
    assert result.returncode == 0
    assert f"Nothing new: release {release.name} is current." in result.stdout
    report = json.loads(uncac("publish", "--outputs", outputs, "--json").stdout)
    assert (report["result"], report["release"], report["quarantined"]) == ("current", release.name, [])
    assert report["rows"]["statements"] == 33
    assert bytes_of(release) == before
    assert [p.name for p in (outputs / "publish" / "releases").iterdir()] == [release.name]


def test_two_folders_and_other_threads_give_the_same_bytes_and_a_pipe_no_colour(
    program: Run, release: Path, tmp_path: Path
) -> None:
    settings = tmp_path / "settings.yaml"
    settings.write_text("threads: 1\nworkers: 1\n", encoding="utf-8")
    result = program(
        "publish", "--outputs", tmp_path / "o", "--settings", settings, PYTHONHASHSEED="7", TZ="Asia/Tokyo"
    )
    assert result.returncode == 0, result.stderr
    other = (tmp_path / "o" / "publish" / "latest").resolve()
    assert bytes_of(other) == bytes_of(release)
    assert "\x1b" not in result.stdout + result.stderr  # a pipe gets no colour


def test_a_statement_is_explained_by_its_words_and_evidence(uncac: Run, outputs: Path) -> None:
    statement = "2022-06-09-use-of-information-and-communications-technologies.p009.BRA"
    result = uncac("explain", statement, "--outputs", outputs)
    assert result.returncode == 0, result.stderr
    assert "Brazil reported that it had developed an integrated digital public procurement platform" in result.stdout
    assert "A. Integrity in public procurement" in result.stdout
    assert "Attribution: subject (confidence " in result.stdout
    told = json.loads(uncac("explain", statement, "--json", "--outputs", outputs).stdout)
    assert all(line in result.stdout for line in told["path"])
    assert {line.split()[0] for line in told["path"]} >= {"tokens", "verb", "group", "decided", "for", "against"}
    assert told["interrupted"] == []
    missing = uncac("explain", "nothing.p001.XXX", "--outputs", outputs)
    assert missing.returncode == 2
    assert "has no statement nothing.p001.XXX" in missing.stderr
    # What interrupts its words in the archived text.
    statement = statement.replace("p009.BRA", "p013.USA")
    result = uncac("explain", statement, "--outputs", outputs)
    told = json.loads(uncac("explain", statement, "--json", "--outputs", outputs).stdout)
    feet = [p for p in told["interrupted"] if p["span_kind"] == "footnote"]
    assert len({foot["owner_id"] for foot in feet}) == 3
    for foot in feet:
        assert f"footnote {foot['source_start']}–{foot['source_end']}" in result.stdout


BAD = {
    "empty.txt": (b"", "The file is empty"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20, "photo.jpg"),
    "letter.txt": (b"Dear Sir or Madam,\n\nPlease find attached the invoice.\n", "letter.txt"),
}


def test_bad_files_are_quarantined_and_every_other_note_is_published(days: Days) -> None:
    for name, (content, _) in BAD.items():
        days.put(name, content)
    days.put("note.txt", NOTE.read_bytes())
    days.put("..%2f..%2fescape.txt", NOTE.read_bytes())
    result = days.uncac("publish", "--inbox", days.inbox)
    assert result.returncode == 0, result.stderr
    assert all(said in result.stdout for _, said in BAD.values())
    assert "Passed over (1):\n  ..%2f..%2fescape.txt: Its name begins with a full stop" in result.stdout
    assert "Traceback" not in result.stdout + result.stderr
    assert {refusal.name for refusal in read_quarantine(days.outputs.quarantine)} == set(BAD)
    kept = [path.read_bytes() for path in days.outputs.quarantine.iterdir()]
    assert all(content in kept for content, _ in BAD.values())
    assert len(days.rows("notes")) == 1


def test_where_nothing_can_be_read_the_last_release_stands(uncac: Run, outputs: Path, tmp_path: Path) -> None:
    mine = tmp_path / "outputs"
    shutil.copytree(outputs, mine, symlinks=True)
    latest = (mine / "publish" / "latest").resolve()
    before = bytes_of(latest)
    junk = tmp_path / "a.bin"
    junk.write_bytes(b"\0\1\2\3" * 100)
    result = uncac("publish", "--inbox", junk, "--outputs", mine)
    assert result.returncode == 1
    assert "No note could be read" in result.stderr
    assert not re.search("Traceback|[Ee]very other", result.stdout + result.stderr)
    assert (mine / "publish" / "latest").resolve() == latest
    assert bytes_of(latest) == before


def test_an_inbox_may_be_a_file_and_may_be_given_twice(days: Days) -> None:
    days.put("again.txt", NOTE.read_bytes())
    inboxes = ("--inbox", NOTE, "--inbox", days.inbox / "again.txt")
    report = json.loads(days.uncac("publish", *inboxes, "--json").stdout)
    assert report["rows"]["notes"] == 1
    assert report["rows"]["note_files"] == 2
