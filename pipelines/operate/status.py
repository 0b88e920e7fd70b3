"""Says how things stand: what was looked at and published, and every problem an operator should know of.

One judgement for `uncac status`, for what is public beside the releases, for alerts and for Dagster's sensor. Read from
files alone, so that it is quick and works where Dagster does not. Not here: how it is shown (`pipelines/cli/status.py`,
`health.py`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pipelines.archive.quarantine import Refusal, read_quarantine
from pipelines.archive.sources.source_state import LastLook, SourceState
from pipelines.archive.store import Archive
from pipelines.contract.cures import operators_alone, with_cure
from pipelines.extract.unfit import UnfitReason
from pipelines.operate.runs import Heartbeat, LastRun, load
from pipelines.publish.history import History, Pins, dated_ahead
from pipelines.publish.integrity import damage_by_release, damage_in_words
from pipelines.workspace.day import age
from pipelines.workspace.lock import busy, why_not_writable
from pipelines.workspace.paths import Outputs
from pipelines.workspace.seal import digest_of
from pipelines.workspace.settings import Settings
from pipelines.workspace.state import State, StateError

# Kinds of problems that a run tells of, since they do not stop it.
TOLD_BY_RUN = {"quarantine", "foreign", "text", "correction", "archive", "clock", "release"}
# Clocks of two machines differ by seconds; a look that lies further in the future tells nothing.
_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that an operator should do something about.

    `kind`: outputs, unpublished, source, quarantine, foreign, text, correction, pins, release, archive, run, ending,
    sensor, stale or clock. `key`: the same as long as the problem is. `fails`: False where all that could be published
    is.
    """

    kind: str
    key: str
    message: str
    fails: bool = True


@dataclass(frozen=True, slots=True)
class Status:
    """How things stand. Times as `YYYY-MM-DDTHH:MM:SS+00:00`, empty where it never happened.

    `looked`, `changed`: when the sources were last looked at, and when the latest release last became another one.
    `running`: since when a run goes on of which nobody knows yet how it ends. `problems`: the causing ones first.
    """

    looked: str = ""
    changed: str = ""
    release: str | None = None
    last_run: LastRun | None = None
    running: str = ""
    held: Pins = field(default_factory=Pins)
    sources: tuple[LastLook, ...] = ()
    quarantined: tuple[Refusal, ...] = ()
    open_signals: int = 0
    heartbeat: Heartbeat = field(default_factory=Heartbeat)
    problems: tuple[Problem, ...] = ()

    @property
    def well(self) -> bool:
        """True where nothing has failed and nothing is stale."""
        return not any(problem.fails for problem in self.problems)

    @property
    def only_sources_fail(self) -> bool:
        """True where something fails, and nothing else than sources that could not be had."""
        return {problem.kind for problem in self.problems if problem.fails} == {"source"}

    def as_json(self) -> dict[str, Any]:
        """The status as plain values."""
        return {"well": self.well, **asdict(self)}


def read_status(outputs: Outputs, settings: Settings) -> Status:
    """Read how things stand below one outputs folder."""
    history = History(outputs.publish)
    sources = tuple(SourceState(outputs.archive / "sources").last_looks.load().values())
    quarantined = tuple(read_quarantine(outputs.quarantine))
    latest = history.latest()
    damaged = None
    try:
        pins = history.pins.load()
    except StateError as error:
        pins, damaged = Pins(), Problem("pins", "pins", str(error))
    runs = load(outputs)
    looked = max((source.looked for source in sources), default="")
    broken = damage_by_release(history)
    signals = list(_open_signals(latest / "data")) if latest and latest.name not in broken else []
    last = runs.last
    killed = bool(last and not last.at and not last.left and not busy(outputs.root))
    unsaid = bool(last and not last.at and last.left)
    running = last.began if last and not last.at and not killed and not unsaid else ""
    problems = [
        *_of_outputs(outputs),
        *_of_release(outputs, history),
        *_of_damage(history, broken),
        *_of_archive(outputs),
        *_of_sources(sources),
        *_of_quarantine(quarantined),
        *_of_texts(signals),
        *(Problem("correction", message, message, fails=False) for message in idle_corrections(outputs).load()),
        *([damaged] if damaged else []),
        *_of_runs(last, sources, killed=killed, unsaid=unsaid),
        *_of_sensor(runs.sensor),
        *_of_time(sources, settings.stale_hours, published=latest is not None),
    ]
    return Status(
        looked=looked,
        changed=max(history.record(latest).at, pins.since) if latest else "",
        release=latest.name if latest else None,
        last_run=last,
        running=running,
        held=pins,
        sources=sources,
        quarantined=quarantined,
        open_signals=len(signals),
        heartbeat=runs.sensor,
        problems=tuple(problems),
    )


def _of_outputs(outputs: Outputs) -> Iterator[Problem]:
    """Where nothing can be written, nor can how the last run failed over that."""
    if why := why_not_writable(outputs.root, outputs.publish):
        yield Problem("outputs", "outputs", why)


def _of_release(outputs: Outputs, history: History) -> Iterator[Problem]:
    latest = history.latest()
    if lost := history.lost():
        yield Problem("unpublished", f"unpublished {lost}", lost)
    elif latest is None:
        where = "" if outputs.root.is_dir() else f" {outputs.root} does not exist; --outputs names another folder."
        yield Problem("unpublished", "unpublished", f"There is no release. `uncac publish` makes one.{where}")
    elif ahead := dated_ahead(history, datetime.now(tz=UTC).date()):
        yield Problem("clock", f"clock {latest.name}", ahead)


def _of_damage(history: History, broken: Mapping[str, Mapping[str, str]]) -> Iterator[Problem]:
    """Each damaged release: the latest, and those before it, which are still served."""
    latest = history.latest()
    for name, files in broken.items():
        is_latest = latest is not None and name == latest.name
        cure = "Put it back from a copy or the mirror, or delete its folder: it stays listed, and is no longer served."
        if is_latest:
            cure = "`uncac publish --again` makes another of the same content, and `uncac rollback` goes back."
        key = f"release {name} {digest_of(*files)}"
        yield Problem("release", key, f"{damage_in_words(name, files)} {cure}", fails=is_latest)


def _of_archive(outputs: Outputs) -> Iterator[Problem]:
    """Files of the archive that somebody or something altered; the next run mends what it can."""
    if broken := Archive(outputs.archive).damage():
        (first, why), more = next(iter(broken.items())), len(broken) - 1
        message = f"{first} {why}.{f' So it is with {more} more; `uncac verify --archive` names them.' if more else ''}"
        yield Problem("archive", f"archive {digest_of(*broken)}", message)


def _of_sources(sources: tuple[LastLook, ...]) -> Iterator[Problem]:
    for outcome in sources:
        if outcome.error:
            yield Problem("source", f"source {outcome.source} {outcome.failing_since}", outcome.error)


def _of_quarantine(quarantined: tuple[Refusal, ...]) -> Iterator[Problem]:
    foreign = [refusal for refusal in quarantined if refusal.reason == UnfitReason.NOT_OF_THIS_FAMILY]
    for refusal in quarantined:
        if refusal not in foreign:
            key = f"quarantine {refusal.sha256 or refusal.name} {refusal.reason}"
            yield Problem("quarantine", key, f"Quarantined: {refusal.message}", fails=False)
    if foreign:
        # A source may hold hundreds: one message for all.
        key = f"foreign {digest_of(*(refusal.sha256 for refusal in foreign))}"
        listed = ", ".join(refusal.name for refusal in foreign[:5])
        more = f" and {len(foreign) - 5} more" if len(foreign) > 5 else ""
        message = (
            f"Of another family, archived and not published ({len(foreign)}): {listed}{more}. quarantine.csv says why; "
            "`any_family: true` in sources.yaml publishes them."
        )
        yield Problem("foreign", key, message, fails=False)


def _of_texts(signals: Iterable[Mapping[str, str]]) -> Iterator[Problem]:
    """What the release says of documents that are one note or may be, and what to do."""
    for signal in signals:
        if signal["rule"] in operators_alone():
            message = with_cure(signal["rule"], signal["message"])
            yield Problem("text", f"text {message}", message, fails=False)


def _of_runs(last: LastRun | None, sources: tuple[LastLook, ...], *, killed: bool, unsaid: bool) -> Iterator[Problem]:
    """The last run, where it was killed, or failed for a reason that is not already a problem of a source."""
    if last and killed:
        message = f"The run that began at {last.began} never ended: it was killed, or the machine was. "
        yield Problem("run", f"run {last.began}", message + "`uncac publish` goes on from there.")
    elif last and unsaid:
        # Whoever watches a run is about to say how it ended; after some minutes nobody is.
        late = age(last.left) > _SKEW
        how = "failed, and nobody noted why" if late else "ended, and how is not noted yet"
        message = f"The run that began at {last.began} {how}. Dagster's page of the run says it."
        yield Problem("run" if late else "ending", f"run {last.began}", message, fails=late)
    elif last and last.error and not any(outcome.error and outcome.error in last.error for outcome in sources):
        yield Problem("run", f"run {last.since}", f"The last run failed. {last.error}")


def _of_sensor(heartbeat: Heartbeat) -> Iterator[Problem]:
    if heartbeat.error:
        message = f"The sensor failed at {heartbeat.at}, and no new note is noticed: {heartbeat.error}"
        yield Problem("sensor", f"sensor {heartbeat.error}", message)


def _of_time(sources: Sequence[LastLook], hours: float, *, published: bool) -> Iterator[Problem]:
    """Sources that nobody has looked at for longer than allowed, and than they are left in peace."""
    if not sources and published:
        message = "Nobody knows when the sources were last looked at. Run `uncac publish`."
        yield Problem("stale", "stale never", message)
    ages = {source: age(source.looked) for source in sources if source.looked}
    ahead = [source for source, passed in ages.items() if passed < -_SKEW]
    if ahead:
        looked = max(source.looked for source in ahead)
        message = f"The last look at the sources ({looked}) lies in the future: this machine's clock was set back."
        yield Problem("clock", f"clock {looked}", message)
    stale = [s for s, passed in ages.items() if passed > timedelta(hours=hours, minutes=s.every_minutes)]
    if stale:
        looked = max(source.looked for source in stale)
        which = "the sources" if len(stale) == len(sources) else ", ".join(source.source for source in stale)
        message = (
            f"Nobody has looked at {which} since {looked}, longer than stale_hours ({hours:g}) in the settings. "
            "Look whether cron, or Dagster's daemon, still runs."
        )
        yield Problem("stale", f"stale {looked}", message)


def _open_signals(data: Path) -> Iterator[dict[str, str]]:
    csv.field_size_limit(10**9)  # a text may be as long as a note may be
    # From the CSV: what reads Parquet takes longer to import than all of this.
    with (data / "signals.csv").open(encoding="utf-8", newline="") as rows:
        yield from (row for row in csv.DictReader(rows) if row["signal_status"] == "open")


def idle_corrections(outputs: Outputs) -> State[list[str]]:
    """Where the last extraction left word of corrections that change nothing."""
    return State[list[str]](outputs.extract / "idle-corrections.json", [])
