"""`uncac rollback` and `uncac releases`, as an operator meets them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

import pipelines.publish.release
from pipelines.cli.app import app
from pipelines.publish.integrity import REMOVED, damage
from tests.operate.forked import LIGHT, only
from tests.operate.notes import note
from tests.operate.quick import Days


def uncac(days: Days, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--outputs", str(days.outputs.root)], env={"COLUMNS": "200"})


@pytest.fixture
def three(days: Days) -> list[str]:
    """Three releases, oldest first."""
    releases = []
    for year in (2022, 2023, 2024):
        days.put(f"{year}.txt", note(year, "Chile"))
        releases.append(days.publish())
    return releases


def test_rollback_goes_back_holds_and_lets_go(days: Days, three: list[str]) -> None:
    result = uncac(days, "rollback", "--reason", "wrong figures")
    assert result.exit_code == 0, result.output
    assert days.latest == three[1]
    assert days.status().held.held == three[1]
    assert days.entries[0].result == "rolled_back"
    further = uncac(days, "rollback")
    assert further.exit_code == 0
    assert days.latest == three[0]
    assert "no earlier release" in uncac(days, "rollback").output
    named = uncac(days, "rollback", three[2])
    assert named.exit_code == 0
    assert days.latest == three[2]
    assert "goes on" in uncac(days, "rollback", "--resume").output
    assert days.status().held.held is None
    assert "No release is held" in uncac(days, "rollback", "--resume").output
    assert uncac(days, "rollback", three[0], "--resume").exit_code == 2
    listed = json.loads(uncac(days, "releases", "--json").stdout)
    assert [row["result"] for row in listed] == ["rolled_back"] * 3 + ["published"] * 3


def test_what_was_accepted_before_a_rollback_is_accepted_after_it(days: Days, three: list[str]) -> None:
    (days.inbox / "2024.txt").unlink()
    days.publish(accept_removals="withdrawn by its author")
    assert uncac(days, "rollback").exit_code == 0
    assert days.latest == three[2]
    assert uncac(days, "rollback", "--resume").exit_code == 0
    days.publish()
    assert {row["reason"] for row in days.rows("withdrawn")} == {"withdrawn by its author"}
    # Of what nobody has accepted yet, that says nothing.
    (days.inbox / "2023.txt").unlink()
    assert "would disappear" in (days.run().error or "")


def test_no_release_is_rolled_back_to_that_is_unknown_or_damaged(days: Days, three: list[str]) -> None:
    for unknown in ("nothing", "..", ".hidden"):
        result = uncac(days, "rollback", unknown)
        assert result.exit_code == 2
        assert "There is no release" in result.output
    csv = days.history.releases / three[0] / "data" / "statements.csv"
    csv.write_bytes(csv.read_bytes() + b"more")
    damaged = uncac(days, "rollback", three[0])
    assert damaged.exit_code == 1
    assert "is not whole" in damaged.output
    assert days.latest == three[2]
    pinned = uncac(days, "releases", "--pin", three[0])
    assert pinned.exit_code == 0
    assert "pinned" in pinned.output
    assert "latest" in pinned.output
    assert "pinned" not in uncac(days, "releases", "--unpin", three[0]).output
    for option in ("--pin", "--unpin"):
        missing = uncac(days, "releases", option, "nothing")
        assert (missing.exit_code, "nothing" in missing.output) == (2, True)
    assert uncac(days, "releases", "--pin", three[0], "--unpin", three[0]).exit_code == 2


def test_what_is_piped_is_cut_at_no_column(days: Days, three: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.cli.console.out.width", 20)
    lines = uncac(days, "releases").output.splitlines()
    assert [line.split()[0] for line in lines[1:]] == three[::-1]


@pytest.fixture
def thinned(days: Days, monkeypatch: pytest.MonkeyPatch) -> str:
    """The older of two releases, of which the newer alone has its zip, and nothing packed."""
    monkeypatch.setattr("pipelines.publish.retention._WORTH_IT", 200)
    monkeypatch.setattr(pipelines.publish.release, "registered", lambda: only((*LIGHT, "zip")))
    days.settings["keep"] = {"downloads": 1}
    releases = []
    for year in (2022, 2023):
        days.put(f"{year}.txt", note(year, "Chile"))
        releases.append(days.publish())
    return releases[0]


ZIP = "uncac-statements.zip"


def test_a_release_that_is_gone_back_to_has_its_downloads_again(days: Days, thinned: str) -> None:
    old, latest = days.history.releases / thinned, days.latest
    assert not (old / "data" / "statements.csv").exists()
    sums = (old / "SHA256SUMS").read_text(encoding="utf-8")
    other = "".join(f"{'0' * 64}  {ZIP}\n" if ZIP in line else line for line in sums.splitlines(keepends=True))
    (old / "SHA256SUMS").write_text(other, encoding="utf-8")
    refused = uncac(days, "rollback", thinned)
    assert (refused.exit_code, days.latest) == (1, latest)
    assert f"{ZIP} can't be made again as it was" in refused.output
    assert days.status().held.held is None
    (old / "SHA256SUMS").write_text(sums, encoding="utf-8")
    assert not (old / ZIP).exists()
    assert uncac(days, "rollback", thinned).exit_code == 0
    assert (days.latest, damage(days.history)) == (thinned, {})
    # So has one that became the latest by hand.
    (old / ZIP).unlink()
    (old / REMOVED).write_text(json.dumps({"removed": [ZIP]}), encoding="utf-8")
    assert damage(days.history) == {ZIP: f"{ZIP} was removed by retention."}
    assert days.run().error is None
    assert (days.latest, damage(days.history)) == (thinned, {})


def test_a_release_without_downloads_is_called_thinned_until_it_is_pinned(days: Days, thinned: str) -> None:
    folder = days.history.releases / thinned
    lines = uncac(days, "releases").output.splitlines()
    assert [line.split()[-1] for line in lines[1:3]] == ["latest", "thinned"]
    assert "--pin makes them again" in lines[3]
    told = CliRunner().invoke(app, ["verify", str(folder)])
    assert told.exit_code == 0
    assert "is whole" in told.output
    assert f"Retention removed {ZIP}" in told.output
    assert json.loads(CliRunner().invoke(app, ["verify", str(folder), "--json"]).stdout)["removed"] == [ZIP]
    assert [row["removed"] for row in json.loads(uncac(days, "releases", "--json").stdout)] == [[], [ZIP]]
    assert "thinned" not in uncac(days, "releases", "--pin", thinned).output
    assert (folder / ZIP).is_file()
