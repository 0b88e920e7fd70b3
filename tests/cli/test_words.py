"""What commands say to the person who runs them: short, true, and in the width of a terminal."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from pipelines.cli.app import app
from pipelines.operate.runs import conclude
from pipelines.publish.changes import news_in_words
from tests.conftest import Run
from tests.operate.notes import note
from tests.releases import Days


def test_a_release_says_what_changed_in_words(days: Days) -> None:
    days.first_day("Chile", "Peru")
    latest = days.outputs.publish / "latest"
    assert news_in_words(latest) == "1 note, 2 statements"
    assert "First release: 1 note, 2 statements." in (latest / "CHANGELOG.md").read_text(encoding="utf-8")
    days.put("b.txt", note(2023, "Chile"))
    days.put("a.txt", note(2022, "Chile", "Peru", said="register"))
    days.publish()
    changed = r"CAC/COSP/WG\.4/2022/2: \d+ rows \(2 statements\) changed; CAC/COSP/WG\.4/2023/2: new, \d+ rows"
    assert re.fullmatch(rf"{changed} \(1 statement\)", news_in_words(latest))
    (days.inbox / "b.txt").unlink()
    assert "1 note of CAC/COSP/WG.4/2023/2 disappears." in str(days.run().error)
    days.accept("withdrawn by its author")
    gone = r"CAC/COSP/WG\.4/2023/2: withdrawn, \d+ rows \(1 statement\)\. .* withdrawn by its author"
    assert re.fullmatch(gone, news_in_words(latest))
    days.publish(again=True)
    assert news_in_words(latest) == "no row differs from the release before"
    days.put("c.txt", note(2022, "Chile", "Peru", "Cuba", number="2/Rev.1"))
    days.publish()
    moved = (
        r"\d+ rows \(2 statements\) moved to others, to which they lead\. Superseded by CAC/COSP/WG\.4/2022/2/Rev\.1"
    )
    assert re.search(moved, news_in_words(latest))


def test_the_list_of_releases_fits_a_terminal(days: Days) -> None:
    release = days.first_day()
    conclude(days.outputs, "Checks failed; nothing was published.\nMore lines")
    shown = days.uncac("releases", COLUMNS="80")
    assert shown.returncode == 0
    table, failed = shown.stdout.split("Failed at ")
    (row,) = [line for line in table.splitlines() if release in line]
    assert len(row) <= 80
    assert row.split()[-1] == "latest"
    assert failed.rstrip().endswith("Checks failed; nothing was published.")


def test_where_a_message_is_cut_to_a_line_it_names_the_first_thing(days: Days) -> None:
    days.first_day("Chile", "Peru")
    days.put("a.txt", note(2022, "Chile"))
    assert days.run().error
    for command in (["releases"], ["status", "--monitor"]):
        (line,) = [line for line in days.uncac(*command).stdout.splitlines() if "would disappear" in line]
        assert line.partition("a.txt at source inbox ")[2]


@pytest.mark.parametrize("command", [["status"], ["rollback"], ["diff"], ["diff", "a", "b"], ["extract", "a"]])
def test_a_folder_of_outputs_that_is_not_there_is_told_and_not_made(tmp_path: Path, command: list[str]) -> None:
    shown = CliRunner().invoke(app, [*command, "--outputs", str(tmp_path / "new")])
    assert (shown.exit_code, type(shown.exception)) == (1, SystemExit)
    assert f"{tmp_path / 'new'} does not exist" in shown.output
    assert not list(tmp_path.iterdir())


def test_a_source_that_is_not_there_is_named_once(tmp_path: Path) -> None:
    declared = tmp_path / "sources.yaml"
    declared.write_text(f"sources: [{{name: session, folder: {tmp_path / 'notes'}}}]\n", encoding="utf-8")
    command = ["sources", "test", "session", "--sources", str(declared), "--outputs", str(tmp_path / "outputs")]
    shown = CliRunner().invoke(app, command)
    said = f"Source session: Inbox {tmp_path / 'notes'} doesn't exist. Create it, or name another.\n"
    assert (shown.exit_code, shown.output.partition("\n")[2]) == (1, said)


def test_an_empty_identifier_is_asked_for(release: Path) -> None:
    shown = CliRunner().invoke(app, ["explain", "", "--outputs", str(release.parent.parent.parent)])
    assert (shown.exit_code, shown.output) == (
        2,
        "Give the identifier of a statement; they are in data/statements.csv.\n",
    )


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["publish", "--inbox", ""], "perhaps a variable is not set"),
        (["publish", "--outputs", ""], "perhaps a variable is not set"),
        (["publish", "--inbox", "OUTPUTS"], "holds the outputs, OUTPUTS: what is published would be read as notes"),
        (["plan", "--inbox", "OUTPUTS/.."], "holds the outputs, OUTPUTS: what is published would be read as notes"),
        (["publish", "--accept-removals", "0" * 12, "--reason", ""], "--reason may not be empty"),
        (["publish", "--accept-removals", "0" * 12, "--reason", " "], "--reason may not be empty"),
        (["publish", "--accept-removals", "all"], "--accept-removals all is no digest. Run `uncac publish` without it"),
        (["publish", "--any-family"], "--any-family goes with --inbox. For a source, say `any_family: true`"),
        (["publish", "--reason", "misread"], "--reason goes with --accept-removals"),
        (["run", "--select", " "], "--select is empty."),
    ],
)
def test_what_can_not_be_meant_is_refused_at_once(uncac: Run, tmp_path: Path, options: list[str], said: str) -> None:
    outputs = str(tmp_path / "outputs")
    named = [option.replace("OUTPUTS", outputs) for option in options]
    shown = uncac(*named, *([] if "--outputs" in options else ["--outputs", outputs]))
    assert shown.returncode == 2, shown.stdout + shown.stderr
    assert said.replace("OUTPUTS", outputs) in " ".join(shown.stderr.replace("│", " ").split())
    assert not list(tmp_path.iterdir())


def test_a_source_that_holds_the_outputs_is_refused(uncac: Run, tmp_path: Path) -> None:
    declared = tmp_path / "sources.yaml"
    declared.write_text("sources: [{name: all, folder: .}]\n", encoding="utf-8")
    shown = uncac("publish", "--sources", declared, "--outputs", tmp_path / "outputs")
    assert (shown.returncode, f"holds the outputs, {tmp_path}/outputs" in shown.stderr) == (1, True)


def test_a_part_of_a_run_says_what_became_of_the_release(days: Days) -> None:
    release = days.first_day()
    command = ["run", "--select", "publish/release", *days.declared]
    assert f"Nothing new: release {release} is current.\n" in days.uncac(*command).stdout
    shutil.rmtree(days.outputs.publish)
    assert "\nPublished release " in days.uncac(*command).stdout


def test_the_version_is_told() -> None:
    shown = CliRunner().invoke(app, ["--version"])
    assert (shown.exit_code, bool(re.fullmatch(r"uncac \d+\.\d+\.\d+\n", shown.output))) == (0, True)


def test_a_release_is_served_on_any_free_port_and_a_busy_one_is_told(program: Run, release: Path) -> None:
    command = [sys.executable, "-c", "from pipelines.cli import main; main()", "serve", str(release), "--port", "0"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stdout
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", server.stdout.readline())
        assert address
        assert httpx.get(f"{address[0]}datapackage.json").json()["name"]
        busy = program("serve", release, "--port", address[1])
        assert busy.returncode == 1
        assert (
            busy.stderr
            == f"Port {address[1]} of 127.0.0.1 is in use. Name another, or take any free one with --port 0.\n"
        )
        os.kill(server.pid, signal.SIGINT)
        _, said = server.communicate(timeout=30)
        assert (server.returncode, said) == (0, "")
    finally:
        server.kill()
        server.communicate()
