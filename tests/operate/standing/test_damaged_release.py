"""A release that was damaged is told, never altered, and another takes its place when an operator asks for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipelines.cli.app import app
from pipelines.publish.history import History, Pins
from tests.contents import read_csv, whole
from tests.operate.notes import note
from tests.operate.standing import latest, status
from tests.operate.standing.test_damage import DAMAGE, ONE_WAY_EVERY_DAY
from tests.releases import Days

FILES = ["README.md", "SHA256SUMS", "changes.csv", "data/notes.csv", "data/statements.parquet", "release.json"]


def damage(path: Path) -> None:
    """Damage a file, and not those of other releases that are the same one."""
    path.unlink()
    path.write_bytes(b"damaged")


@pytest.mark.parametrize("how", ONE_WAY_EVERY_DAY)
def test_damage_is_told_and_cured_by_another_release(outputs: Path, days: Days, how: str) -> None:
    release = latest(outputs)
    for name in FILES:
        good = (release / name).read_bytes()
        (release / name).unlink()  # which other releases may share
        (release / name).write_bytes(good)
        DAMAGE[how](release / name)
    told = status(outputs)
    assert (told.exit_code, f"Release {release.name} is damaged: " in told.output) == (1, True)
    said = days.run().error or ""
    assert f"Release {release.name} is damaged: " in said
    assert "uncac publish --again" in said
    assert days.run(again=True).error is None
    assert latest(outputs) != release
    assert whole(latest(outputs))
    assert status(outputs).exit_code == 0


def test_a_file_that_does_not_belong_there_is_told(outputs: Path, days: Days) -> None:
    (latest(outputs) / "more.html").write_text("more")
    said = days.run().error or ""
    assert "more.html is not listed in SHA256SUMS" in said


def test_a_damaged_page_does_not_stop_what_is_new(outputs: Path, days: Days) -> None:
    before = latest(outputs)
    (outputs.parent / "inbox" / "c.txt").write_bytes(note(2024, "Japan"))
    damage(before / "data" / "statements.csv")
    assert days.run().error is None
    assert latest(outputs) != before
    assert whole(latest(outputs))


def test_nothing_is_published_over_damaged_rows_until_an_operator_goes_on(outputs: Path, days: Days) -> None:
    before = latest(outputs)
    (outputs.parent / "inbox" / "c.txt").write_bytes(note(2024, "Japan"))
    damage(before / "data" / "statements.parquet")
    said = days.run().error or ""
    assert "data/statements.parquet was altered" in said
    assert "uncac rollback" in said
    assert latest(outputs) == before
    for go_on in ([], ["--resume"]):
        assert CliRunner().invoke(app, ["rollback", *go_on, "--outputs", str(outputs)]).exit_code == 0
    assert days.run().error is None
    assert whole(latest(outputs))
    assert status(outputs).exit_code == 0
    assert len(read_csv(latest(outputs) / "data" / "notes.csv")) == 3


def test_a_held_release_that_is_damaged_is_not_called_current(outputs: Path, days: Days) -> None:
    history = History(outputs / "publish")
    history.pins.save(Pins(held=history.line()[0].identifier, reason="test"))
    damage(latest(outputs) / "data" / "statements.csv")
    said = days.run().error or ""
    assert "data/statements.csv was altered" in said
