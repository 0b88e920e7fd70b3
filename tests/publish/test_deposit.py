"""`uncac push zenodo` against a small stand-in for InvenioRDM's records API, over real HTTP, and the DOI in a release.

The stand-in keeps what it is told as the documentation of the API says; it is neither Zenodo nor InvenioRDM.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import rispy
import yaml
from datacite import schema45
from rdflib import DCTERMS, Graph
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from typer.testing import CliRunner

from pipelines.cli.app import app
from pipelines.publish.deposit import Deposit, push_deposit
from pipelines.publish.publication import load_publication
from pipelines.publish.push import PushError
from pipelines.workspace.paths import DATAPACKAGE
from tests.conftest import Shared
from tests.publish.conftest import FIRST
from tests.publish.test_catalogues_rdf import LEFT, findings
from tests.publish.test_push import listening
from tests.publish.written import Note, publish

TOKEN = "secret-token"  # noqa: S105 - of the stand-in
DOI = "10.5072/zenodo.1"
LATER = Note("2023-03-01-later", "Later", issued="2023-03-01")
Json = dict[str, Any]


class Invenio:
    """What the stand-in knows. `log`: what it was told; `busy`: how often it yet refuses to be asked."""

    def __init__(self) -> None:
        self.records: dict[str, Json] = {}
        self.files: dict[str, dict[str, bytes | None]] = {}
        self.log: list[str] = []
        self.url = ""
        self.busy = 0
        self._ids = count(1)

    async def act(self, request: Request) -> Response:
        if self.busy:
            self.busy -= 1
            return JSONResponse({"message": "Slow down."}, status_code=429, headers={"Retry-After": "0"})
        path, verb, body = request.path_params["path"].strip("/"), request.method, await request.body()
        if verb != "GET":
            self.log.append(f"{verb} {path}")
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return JSONResponse({"message": "Permission denied."}, status_code=403)
        assert request.headers["accept"] == "application/vnd.inveniordm.v1+json"
        try:
            answer = self._answer(verb, path.split("/") if path else [], body)
        except KeyError:
            return JSONResponse({"message": "Not found."}, status_code=404)
        return JSONResponse(answer) if answer is not None else Response(status_code=204)

    def _answer(self, verb: str, path: list[str], body: bytes) -> Json | None:  # noqa: C901, PLR0911, PLR0912 - a table of routes
        match verb, path:
            case "POST", []:
                return self._new(json.loads(body), index=1)
            case "GET", [key, "draft"]:
                return self._draft(key)
            case "PUT", [key, "draft"]:
                draft = self._draft(key)
                for name in ("metadata", "pids"):  # what is not sent is gone
                    draft[name] = json.loads(body).get(name, {})
                return draft
            case "POST", [key, "draft", "pids", "doi"]:
                self._draft(key)["pids"] = {"doi": {"identifier": f"10.5072/zenodo.{key}", "provider": "datacite"}}
                return self._draft(key)
            case "GET", [key, "versions", "latest"]:
                assert self.records[key]
                return next(r for r in reversed(self.records.values()) if r["is_published"])
            case "POST", [key, "versions"]:
                old = self.records[key]
                metadata = {k: v for k, v in old["metadata"].items() if k not in {"version", "publication_date"}}
                return self._new({"metadata": metadata}, index=old["versions"]["index"] + 1)
            case "POST", [key, "draft", "actions", "files-import"]:
                self.files[key] = dict(self.files[str(int(key) - 1)])
                return self._listed(key)
            case ("GET", [key, "draft", "files"]) | ("GET", [key, "files"]):
                assert self.records[key]["is_published"] == (len(path) == 2)
                return self._listed(key)
            case "POST", [key, "draft", "files"]:
                for entry in json.loads(body):
                    assert entry["key"] not in self.files[key]
                    self.files[key][entry["key"]] = None
                return self._listed(key)
            case "PUT", [key, "draft", "files", name, "content"]:
                assert self.files[key][name] is None
                self.files[key][name] = body
                return {"key": name}
            case "POST", [key, "draft", "files", name, "commit"]:
                return self._entry(key, name)
            case "DELETE", [key, "draft", "files", name]:
                del self.files[self._draft(key)["id"]][name]
                return None
        raise AssertionError((verb, path))  # above all: publish

    def _new(self, body: Json, index: int) -> Json:
        key = str(next(self._ids))
        self.records[key] = {"id": key, "is_published": False, "pids": {}, "versions": {"index": index}, **body}
        self.records[key]["parent"] = {"id": "p", "pids": {"doi": {"identifier": "10.5072/zenodo.all"}}}
        self.files[key] = {}
        return self.records[key]

    def _draft(self, key: str) -> Json:
        return {k: r for k, r in self.records.items() if not r["is_published"]}[key]

    def _entry(self, key: str, name: str) -> Json:
        content = self.files[key][name]
        if content is None:
            return {"key": name, "status": "pending"}
        return {"key": name, "status": "completed", "checksum": f"md5:{hashlib.md5(content).hexdigest()}"}  # noqa: S324

    def _listed(self, key: str) -> Json:
        return {"entries": [self._entry(key, name) for name in self.files[key]]}


@pytest.fixture
def invenio() -> Iterator[Invenio]:
    found = Invenio()
    route = Route("/api/records{path:path}", found.act, methods=["GET", "POST", "PUT", "DELETE"])
    with listening(Starlette(routes=[route])) as found.url:
        yield found


@pytest.fixture(scope="session")
def later(shared: Shared) -> Path:
    """A release with another note, that names the DOI which the stand-in gives first."""
    base = load_publication(DATAPACKAGE / "publication.yaml").model_copy(update={"doi": DOI})
    folder = shared("deposited", lambda folder: publish([FIRST, LATER], folder, base=base, day="2026-12-01"))
    return (folder / "publish" / "latest").resolve()


def push(release: Path, there: Invenio, record: str | None = None, *, dry_run: bool = False) -> Deposit:
    return push_deposit(release, there.url, TOKEN, record=record, dry_run=dry_run)


def deeds(done: Deposit) -> Counter[str]:
    return Counter(action.deed for action in done.actions)


def told(there: Invenio) -> list[str]:
    log, there.log = there.log, []
    return log


def test_a_draft_has_files_metadata_and_a_doi_and_waits_for_a_person(small_release: Path, invenio: Invenio) -> None:
    planned = push(small_release, invenio, dry_run=True)
    assert (told(invenio), invenio.records) == ([], {})
    done = push(small_release, invenio)
    assert planned.actions == done.actions
    assert (done.address, done.doi, done.named) == (f"{invenio.url}/uploads/1", "10.5072/zenodo.1", False)
    assert not any("publish" in line for line in invenio.log)
    draft, files = invenio.records["1"], invenio.files["1"]
    assert draft["pids"]["doi"]["identifier"] == done.doi
    for name, content in files.items():
        home = small_release if (small_release / name).exists() else small_release / "data"
        assert content == (home / name).read_bytes()
    tables = {path.name for path in (small_release / "data").glob("*.csv")}
    assert tables | {"uncac-statements.zip", "CITATION.cff", "datapackage.json"} <= set(files)
    metadata = draft["metadata"]
    assert metadata["title"] == "What States reported on the Convention against Corruption"
    assert metadata["creators"] == [{"person_or_org": {"type": "organizational", "name": "Example Open Data Office"}}]
    assert (metadata["resource_type"], metadata["rights"]) == ({"id": "dataset"}, [{"id": "cc-by-4.0"}])
    assert (metadata["languages"], metadata["version"]) == ([{"id": "eng"}], small_release.name)


def test_a_second_push_updates_the_draft_and_leaves_what_others_filled_in(
    small_release: Path, later: Path, invenio: Invenio
) -> None:
    push(small_release, invenio)
    told(invenio)
    invenio.records["1"]["metadata"]["funding"] = [{"award": "by a person"}]
    assert set(deeds(push(small_release, invenio, "1"))) == {"keep"}
    assert told(invenio) == []
    invenio.files["1"]["notes.csv"] = None  # an upload that broke off
    done = push(later, invenio, "1")
    assert done.doi == invenio.records["1"]["pids"]["doi"]["identifier"] == DOI
    assert done.named
    sent = {line.split("/")[3] for line in told(invenio) if line.endswith("/content")}
    assert "notes.csv" in sent
    assert "states.csv" not in sent
    assert invenio.files["1"]["notes.csv"] == (later / "data" / "notes.csv").read_bytes()
    metadata = invenio.records["1"]["metadata"]
    assert (metadata["funding"], metadata["version"]) == ([{"award": "by a person"}], later.name)
    assert list(invenio.records) == ["1"]


def test_what_was_published_gets_a_new_version_with_only_what_differs(
    small_release: Path, later: Path, invenio: Invenio
) -> None:
    push(small_release, invenio)
    invenio.records["1"]["is_published"] = True
    told(invenio)
    same = push(small_release, invenio, "1")
    assert (same.published, same.address, told(invenio)) == (True, f"{invenio.url}/records/1", [])
    planned, before = push(later, invenio, "1", dry_run=True), dict(invenio.files["1"])
    done = push(later, invenio, "1")
    assert planned.actions == done.actions
    sent = {line.split("/")[3] for line in told(invenio) if line.endswith("/content")}
    assert sent == {action.what for action in done.actions[1:] if action.deed != "keep"}
    assert "states.csv" not in sent
    assert (done.doi, done.named) == ("10.5072/zenodo.2", False)
    assert invenio.records["2"]["metadata"]["version"] == later.name
    assert invenio.files["1"] == before
    assert invenio.files["2"]["states.csv"] == before["states.csv"]
    invenio.records["2"]["parent"]["pids"]["doi"]["identifier"] = DOI
    assert push(later, invenio, "2").named


def test_the_command_remembers_the_record_and_says_what_a_person_does(
    tmp_path: Path, small_release: Path, later: Path, invenio: Invenio, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = ["push", "zenodo", invenio.url, "--outputs", str(tmp_path), "--go", "--release"]
    monkeypatch.delenv("DEPOSIT_TOKEN", raising=False)
    assert CliRunner().invoke(app, [*command, str(small_release)]).exit_code == 2
    monkeypatch.setenv("DEPOSIT_TOKEN", TOKEN)
    first = CliRunner().invoke(app, [*command, str(small_release)])
    assert first.exit_code == 0
    assert f"The draft waits at {invenio.url}/uploads/1" in first.output
    assert f"write 'doi: {DOI}' into publication.yaml" in first.output
    again = CliRunner().invoke(app, [*command, str(later)])
    assert f"The draft waits at {invenio.url}/uploads/1" in again.output
    assert "publication.yaml" not in again.output
    assert DOI.encode() in (invenio.files["1"]["CITATION.cff"] or b"")
    assert list(invenio.records) == ["1"]
    assert TOKEN not in first.output + again.output


def test_the_doi_stands_in_catalogues_and_citation(later: Path) -> None:
    read = {path.name: path.read_text(encoding="utf-8", errors="replace") for path in later.glob("*.*")}
    assert yaml.safe_load(read["CITATION.cff"])["doi"] == DOI
    assert f"doi = {{{DOI}}}" in read["citation.bib"]
    assert rispy.loads(read["citation.ris"])[0]["doi"] == DOI
    assert json.loads(read["citation.csl.json"])[0]["DOI"] == DOI
    record = json.loads(read["datacite.json"])
    assert schema45.validate(record)
    assert record["doi"] == DOI
    address = f"https://doi.org/{DOI}"
    assert json.loads(read["datapackage.json"])["id"] == address
    assert f'"identifier": "{address}"' in read["ro-crate-metadata.json"]
    assert address in read["index.html"]
    graph = Graph().parse(later / "catalog.ttl")
    assert address in {str(identifier) for identifier in graph.objects(predicate=DCTERMS.identifier)}
    assert set(findings(graph, ontologies=False)) == LEFT


def test_refusals_say_what_to_do_and_show_no_token(small_release: Path, invenio: Invenio, tmp_path: Path) -> None:
    wrong = "wrong-token"
    for release, url, token, record, message in (
        (small_release, invenio.url, None, None, "deposit:write"),
        (small_release, invenio.url, wrong, None, "deposit:write"),
        (small_release, invenio.url, TOKEN, "77", "no deposition '77'"),
        (small_release, invenio.url, TOKEN, "../../user", "no identifier"),
        (small_release, "http://127.0.0.1:9", TOKEN, None, "can't be talked to"),
        (tmp_path, invenio.url, TOKEN, None, "is no release"),
    ):
        with pytest.raises(PushError, match=message) as caught:
            push_deposit(release, url, token, record=record, dry_run=False)
        assert wrong not in str(caught.value)
        assert TOKEN not in str(caught.value)
    assert invenio.records == {}


def test_a_busy_repository_is_asked_again_and_one_that_redirects_is_not_followed(
    small_release: Path, invenio: Invenio
) -> None:
    push(small_release, invenio)
    told(invenio)
    invenio.busy = 2
    assert set(deeds(push(small_release, invenio, "1"))) == {"keep"}

    def elsewhere(request: Request) -> Response:
        return RedirectResponse(invenio.url + request.url.path, status_code=307)

    route = Route("/{path:path}", elsewhere, methods=["GET", "POST"])
    with listening(Starlette(routes=[route])) as url, pytest.raises(PushError, match="redirect"):
        push_deposit(small_release, url, TOKEN, dry_run=False)
    assert told(invenio) == []
