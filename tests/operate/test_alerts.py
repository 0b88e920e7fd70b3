"""Every failure is told once, by every way, with the causing error first; the receiving servers are real."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pipelines.archive.sources.source_state import LastLook, SourceState
from pipelines.operate.health import tell, write_health
from pipelines.operate.runs import begin, conclude, leave, load
from pipelines.operate.status import Problem, Status, read_status
from pipelines.publish.history import History
from pipelines.publish.integrity import write_sums
from pipelines.workspace.atomic import write_file
from pipelines.workspace.paths import Outputs
from pipelines.workspace.seal import sha256_file
from pipelines.workspace.settings import Alerts, Mail, Settings
from tests.operate.receivers import mailbox, webhook

SOURCE = Problem("source", "source web 1", "Source web: http://example.org/ answered 500 Internal Server Error.")
RUN = Problem("run", "run 1", "The last run failed. Checks failed.")
HOOK = "TEST_WEBHOOK"


def send(outputs: Outputs, *problems: Problem, mail: Mail | None = None) -> list[str]:
    status = Status(release="2022-06-09-0123456789ab", problems=problems)
    return tell(status, outputs, Alerts(webhook_variable=HOOK, mail=mail), title="What States reported")


def test_a_failure_is_told_once_with_its_cause_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = Outputs(tmp_path)
    with webhook() as hook:
        monkeypatch.setenv(HOOK, hook.url)
        assert send(outputs, SOURCE, RUN) == []
        (post,) = hook.posted
        assert post["subject"] == f"What States reported: {SOURCE.message}"
        assert post["text"].index(SOURCE.message) < post["text"].index(RUN.message)
        assert "2022-06-09-0123456789ab" in post["text"]
        # It lasts: nobody is told again. Another one comes: that alone is told. It comes back: it is told again.
        send(outputs, SOURCE, RUN)
        assert len(hook.posted) == 1
        other = Problem("source", "source other 1", "Source other: gone.")
        send(outputs, SOURCE, other, RUN)
        assert "Source web" not in hook.posted[1]["text"]
        send(outputs)
        assert hook.posted[2]["subject"] == f"What States reported: Over: {SOURCE.message}"
        assert "Over: Source other: gone." in hook.posted[2]["text"]
        send(outputs)
        assert len(hook.posted) == 3
        send(outputs, SOURCE)
        assert len(hook.posted) == 4


def test_what_could_not_be_delivered_is_tried_again_and_the_other_way_is_not_held_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UNCAC_SMTP_USER", "robot")
    monkeypatch.setenv("UNCAC_SMTP_PASSWORD", "s3cret")
    outputs = Outputs(tmp_path)
    with webhook() as hook, mailbox() as box:
        monkeypatch.setenv(HOOK, hook.url)
        to = ("oncall@example.org", "lead@example.org")
        mail = Mail(to=to, sender="uncac@example.org", host="127.0.0.1", port=box.port, security="none")
        hook.status = 500
        (failure,) = send(outputs, SOURCE, mail=mail)
        assert "could not be sent by webhook" in failure
        assert "s3cret" not in failure
        hook.status = 200
        assert send(outputs, SOURCE, mail=mail) == []
        assert len(hook.posted) == 1
        (message,) = box.messages
        assert message["To"] == "oncall@example.org, lead@example.org"
        assert message["Subject"] == f"What States reported: {SOURCE.message}"
        assert SOURCE.message in message.get_content()
        assert box.users == ["robot"]


def test_a_mail_server_that_is_down_or_refuses_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with mailbox() as box:
        monkeypatch.setenv("UNCAC_SMTP_USER", "robot")
        monkeypatch.setenv("UNCAC_SMTP_PASSWORD", "wrong")
        mail = Mail(to=("a@example.org",), sender="b@example.org", host="127.0.0.1", port=box.port, security="none")
        (refused,) = send(Outputs(tmp_path), SOURCE, mail=mail)
        assert "could not be sent by mail (SMTP" in refused
        assert box.users
        assert box.messages == []
    with socket.socket() as nobody:  # holds the port, and does not answer
        nobody.bind(("127.0.0.1", 0))
        (down,) = send(Outputs(tmp_path), SOURCE, mail=mail.model_copy(update={"port": nobody.getsockname()[1]}))
    assert "could not be sent by mail" in down


@pytest.fixture
def outputs(tmp_path: Path) -> Outputs:
    """Outputs with a release, which holds nothing but the header of its signals."""
    history = History(Outputs(tmp_path).publish)
    release = history.releases / "2022-06-09-0123456789ab"
    write_file(release / "data" / "signals.csv", b"rule,message,signal_status\n")
    write_sums(release, {"data/signals.csv": sha256_file(release / "data" / "signals.csv")})
    history.point_to("2022-06-09-0123456789ab")
    return Outputs(tmp_path)


def well(outputs: Outputs, looked: datetime, error: str | None = None) -> Status:
    at = looked.isoformat(timespec="seconds")
    outcome = LastLook("web", looked=at, answered=at, failing_since=at if error else "", error=error, documents=1)
    SourceState(outputs.archive / "sources").last_looks.save({"web": outcome})
    return read_status(outputs, Settings(stale_hours=2))


def test_the_status_is_well_until_it_is_stale_or_something_failed(outputs: Outputs) -> None:
    now = datetime.now(tz=UTC)
    assert well(outputs, now).well
    stale = well(outputs, now - timedelta(hours=3))
    assert [problem.kind for problem in stale.problems] == ["stale"]
    assert "stale_hours (2)" in stale.problems[0].message
    ahead = well(outputs, now + timedelta(hours=3))
    assert [problem.kind for problem in ahead.problems] == ["clock"]
    assert not ahead.well
    failing = well(outputs, now, "Source web: down.")
    assert [problem.message for problem in failing.problems] == ["Source web: down."]


def test_a_run_that_failed_for_its_source_is_one_problem_and_one_that_failed_besides_is_two(
    outputs: Outputs,
) -> None:
    conclude(outputs, "Source web: down.\nAll else was published as release x.")
    status = well(outputs, datetime.now(tz=UTC), "Source web: down.")
    assert [problem.kind for problem in status.problems] == ["source"]
    conclude(outputs, "Checks failed.")
    status = well(outputs, datetime.now(tz=UTC), "Source web: down.")
    assert [problem.kind for problem in status.problems] == ["source", "run"]
    conclude(outputs, None)
    assert well(outputs, datetime.now(tz=UTC)).well


def test_a_run_whose_end_is_not_noted_yet_is_told_by_status_and_by_no_alert(outputs: Outputs) -> None:
    """As after a run of Dagster's interface failed, until its sensor noticed."""
    begin(outputs)
    leave(outputs)
    status = well(outputs, datetime.now(tz=UTC))
    assert "how is not noted yet" in status.problems[0].message
    with webhook() as hook, pytest.MonkeyPatch.context() as patch:
        patch.setenv(HOOK, hook.url)
        assert send(outputs, *status.problems) == []
        assert hook.posted == []


def test_the_same_failure_in_a_row_is_one_entry_and_one_problem(tmp_path: Path) -> None:
    outputs = Outputs(tmp_path)
    said = "x" * 10_000
    for _ in range(3):
        conclude(outputs, said)
    (failed,) = load(outputs).failed
    assert len(failed.error or "") == 4_000
    for n in range(30):
        conclude(outputs, f"Failure {n}.")
    assert [run.error for run in load(outputs).failed] == [f"Failure {n}." for n in range(29, 9, -1)]
    conclude(outputs, said)
    keys = {problem.key for problem in read_status(outputs, Settings()).problems}
    conclude(outputs, said)
    assert {problem.key for problem in read_status(outputs, Settings()).problems} == keys


def test_that_a_failure_is_over_is_told_though_the_way_was_blocked_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    outputs = Outputs(tmp_path)
    waiting = Problem("quarantine", "quarantine 1", "Quarantined: a.pdf is damaged.", fails=False)
    with webhook() as hook:
        monkeypatch.setenv(HOOK, hook.url)
        send(outputs, SOURCE, waiting)
        hook.status = 500
        send(outputs)
        hook.status = 200
        send(outputs)
        # What waited for somebody's look was no failure, and nothing is said when it has gone.
        assert [post["text"].split("\n\n")[1] for post in hook.posted[1:]] == [f"Over: {SOURCE.message}"]


def test_how_things_stand_is_public_without_paths_and_words_of_errors(outputs: Outputs) -> None:
    status = well(outputs, datetime.now(tz=UTC), "Source web: /etc/uncac/secret <b> can't be read.")
    write_health(status, outputs, 2, title="What <States> reported")
    told = json.loads((outputs.publish / "status.json").read_text(encoding="utf-8"))
    assert told["well"] is False
    assert told["looked_at"] == status.looked
    assert datetime.fromisoformat(told["stale_after"]) - datetime.fromisoformat(told["looked_at"]) == timedelta(hours=2)
    assert [source["failing_since"] for source in told["sources"]] == [status.sources[0].failing_since]
    assert [p["message"] for p in told["problems"]] == ["A source can't be reached; what it gave last stays published."]
    page = (outputs.publish / "health.html").read_text(encoding="utf-8")
    assert "What &lt;States&gt; reported" in page
    assert "<h1>Not well</h1>" in page
    assert not [text for text in (page, json.dumps(told)) if "secret" in text or str(outputs.root) in text]
    write_health(well(outputs, datetime.now(tz=UTC)), outputs, 2, title="What States reported")
    assert "<h1>All is well</h1>" in (outputs.publish / "health.html").read_text(encoding="utf-8")
