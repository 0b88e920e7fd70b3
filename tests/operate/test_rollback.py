"""`uncac rollback` and `uncac releases`, as an operator meets them."""

from __future__ import annotations

import json

import pytest

from tests.contents import withdrawn
from tests.releases import Days


@pytest.fixture
def three(days: Days) -> list[str]:
    """Three releases, oldest first."""
    days.after(3)
    return [record.identifier for record in reversed(days.history.line())]


def test_rollback_goes_back_holds_and_lets_go(days: Days, three: list[str]) -> None:
    result = days.uncac("rollback", "--reason", "wrong figures")
    assert result.returncode == 0, result.stderr
    assert days.latest == three[1]
    assert days.status().held.held == three[1]
    assert days.status().changed == days.status().held.since
    marks = [line.split()[0] for line in days.uncac("releases").stdout.splitlines() if "rolled back" in line]
    assert marks == [three[2]]
    further = days.uncac("rollback")
    assert further.returncode == 0
    assert days.latest == three[0]
    assert "no earlier release" in days.uncac("rollback").stderr
    named = days.uncac("rollback", three[2])
    assert named.returncode == 0
    assert days.latest == three[2]
    assert "goes on" in days.uncac("rollback", "--resume").stdout
    assert days.status().held.held is None
    assert "No release is held" in days.uncac("rollback", "--resume").stdout
    assert days.uncac("rollback", three[0], "--resume").returncode == 2
    assert "rolled back" not in days.uncac("releases").stdout
    listed = json.loads(days.uncac("releases", "--json").stdout)["releases"]
    assert [row["identifier"] for row in listed] == three[::-1]


def test_what_was_accepted_before_a_rollback_is_accepted_after_it(days: Days, three: list[str]) -> None:
    (days.inbox / "c.txt").unlink()
    days.accept("withdrawn by its author")
    assert days.uncac("rollback").returncode == 0
    assert (days.run().release["result"], days.latest) == ("held", three[2])
    assert days.uncac("rollback", "--resume").returncode == 0
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
        result = days.uncac("rollback", unknown)
        assert result.returncode == 2
        assert "There is no release" in result.stderr
    csv = days.history.releases / three[0] / "data" / "statements.csv"
    csv.write_bytes(csv.read_bytes() + b"more")
    damaged = days.uncac("rollback", three[0])
    assert damaged.returncode == 1
    assert f"is not whole, and was not made the latest. The newest that is whole is {three[2]}" in damaged.stderr
    assert days.latest == three[2]
    pinned = days.uncac("releases", "--pin", three[0])
    assert pinned.returncode == 0
    assert "pinned" in pinned.stdout
    assert "latest" in pinned.stdout
    assert "pinned" not in days.uncac("releases", "--unpin", three[0]).stdout
    for option in ("--pin", "--unpin"):
        missing = days.uncac("releases", option, "nothing")
        assert (missing.returncode, "nothing" in missing.stderr) == (2, True)
    assert days.uncac("releases", "--pin", three[0], "--unpin", three[0]).returncode == 2


def test_what_is_piped_is_cut_at_no_column(days: Days, three: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.cli.console.out.width", 20)
    lines = days.uncac("releases").stdout.splitlines()
    assert [line.split()[0] for line in lines[1:]] == three[::-1]
