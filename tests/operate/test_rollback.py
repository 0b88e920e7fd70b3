"""`uncac rollback` and `uncac releases`, as an operator meets them."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from pipelines.cli.app import app
from tests.contents import withdrawn
from tests.releases import Days


def uncac(days: Days, *arguments: str) -> Result:
    return CliRunner().invoke(app, [*arguments, "--outputs", str(days.outputs.root)], env={"COLUMNS": "200"})


@pytest.fixture
def three(days: Days) -> list[str]:
    """Three releases, oldest first."""
    days.after(3)
    return [record.identifier for record in reversed(days.history.line())]


def test_rollback_goes_back_holds_and_lets_go(days: Days, three: list[str]) -> None:
    result = uncac(days, "rollback", "--reason", "wrong figures")
    assert result.exit_code == 0, result.output
    assert days.latest == three[1]
    assert days.status().held.held == three[1]
    assert days.status().changed == days.status().held.since
    marks = [line.split()[0] for line in uncac(days, "releases").stdout.splitlines() if "rolled back" in line]
    assert marks == [three[2]]
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
    assert "rolled back" not in uncac(days, "releases").stdout
    listed = json.loads(uncac(days, "releases", "--json").stdout)["releases"]
    assert [row["identifier"] for row in listed] == three[::-1]


def test_what_was_accepted_before_a_rollback_is_accepted_after_it(days: Days, three: list[str]) -> None:
    (days.inbox / "c.txt").unlink()
    days.accept("withdrawn by its author")
    assert uncac(days, "rollback").exit_code == 0
    assert (days.run().release["result"], days.latest) == ("held", three[2])
    assert uncac(days, "rollback", "--resume").exit_code == 0
    days.publish()
    assert [record.identifier for record in days.history.line()] == [days.latest, *three[::-1]]
    assert {row["reason"] for row in withdrawn(days.rows("register"))} == {
        "c.txt, which gave it, is no longer at its source. withdrawn by its author"
    }
    # Of what nobody has accepted yet, that says nothing.
    (days.inbox / "b.txt").unlink()
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
    assert f"is not whole, and was not made the latest. The newest that is whole is {three[2]}" in damaged.output
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
