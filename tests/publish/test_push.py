"""`uncac push ckan` against a small stand-in for CKAN's action API, over real HTTP and through CKAN's own client.

The stand-in keeps what it is told and checks tokens; it is not CKAN. `pipelines/publish/README.md` says what was seen
on a real one.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from pipelines.publish.push import Action, PushError, push_ckan
from tests.publish.conftest import DAYS
from tests.publish.serving import listening
from tests.publish.written import Note, publish
from tests.releases import LIGHT

TOKEN = "secret-token"  # noqa: S105 - of the stand-in
Json = dict[str, Any]


class Portal:
    """What the stand-in knows. `log`: the actions it was asked for that change something."""

    def __init__(self) -> None:
        self.packages: dict[str, Json] = {}
        self.files: dict[str, bytes] = {}
        self.tables: dict[str, Json] = {}
        self.has_tables = True
        self.log: list[str] = []
        self.url = ""
        self._ids = count(1)

    async def act(self, request: Request) -> Response:
        action = request.path_params["action"]
        data, upload = await self._body(request)
        writes = action.rsplit("_", 1)[-1] in {"create", "update", "patch", "delete", "upsert"}
        if writes:
            self.log.append(action)
        if writes and request.headers.get("authorization") != TOKEN:
            return self._error(403, "Authorization Error")
        try:
            return JSONResponse({"success": True, "result": getattr(self, action)(data, upload)})
        except KeyError:
            return self._error(404, "Not Found Error")

    async def _body(self, request: Request) -> tuple[Json, bytes | None]:
        if request.headers["content-type"].startswith("application/json"):
            return json.loads(await request.body()), None
        async with request.form() as form:
            upload = form["upload"]
            data = {key: value for key, value in form.items() if key != "upload"}
            return data, await upload.read() if not isinstance(upload, str) else None

    def _error(self, status: int, kind: str) -> Response:
        return JSONResponse({"success": False, "error": {"__type": kind, "message": kind}}, status_code=status)

    def organization_show(self, data: Json, _: bytes | None) -> Json:
        known: dict[str, Json] = {"office": {"id": "org-1", "name": "office"}}
        return known[data["id"]]

    def license_list(self, _: Json, __: bytes | None) -> list[Json]:
        return [{"id": name, "url": ""} for name in ("notspecified", "cc-by", "cc-by-sa")]

    def _package(self, key: str) -> Json:
        return {p[name]: p for p in self.packages.values() for name in ("id", "name")}[key]

    def package_show(self, data: Json, _: bytes | None) -> Json:
        return self._package(data["id"])

    def package_create(self, data: Json, _: bytes | None) -> Json:
        package = {**data, "id": f"id-{next(self._ids)}", "resources": []}
        self.packages[package["id"]] = package
        return package

    def package_patch(self, data: Json, _: bytes | None) -> Json:
        package = self._package(data["id"])
        package.update({key: value for key, value in data.items() if key != "id"})
        return package

    def resource_create(self, data: Json, upload: bytes | None) -> Json:
        resource = {**data, "id": f"id-{next(self._ids)}", "url_type": "upload"}
        self._package(data["package_id"])["resources"].append(resource)
        self.files[resource["uri"]] = upload or b""
        return resource

    def resource_update(self, data: Json, upload: bytes | None) -> Json:
        resource: Json = {r["id"]: r for p in self.packages.values() for r in p["resources"]}[data["id"]]
        resource.update(data)
        self.files[resource["uri"]] = upload or b""
        return resource

    def help_show(self, data: Json, _: bytes | None) -> str:
        return {"datastore_create": "Makes a table."}[data["name"] if self.has_tables else ""]

    def _resource(self, data: Json) -> Json:
        found: Json = {r["id"]: r for p in self.packages.values() for r in p["resources"]}[data["resource_id"]]
        return found

    def datastore_create(self, data: Json, _: bytes | None) -> Json:
        resource = self._resource(data)
        assert data["force"]
        assert resource["uri"] not in self.tables
        self.tables[resource["uri"]] = {"fields": data["fields"], "records": []}
        resource["datastore_active"] = True
        return data

    def datastore_delete(self, data: Json, _: bytes | None) -> None:
        resource = self._resource(data)
        del self.tables[resource["uri"]], resource["datastore_active"]

    def datastore_upsert(self, data: Json, _: bytes | None) -> Json:
        assert (data["method"], data["force"]) == ("insert", True)
        self.tables[self._resource(data)["uri"]]["records"] += data["records"]
        return data

    def resource_delete(self, data: Json, _: bytes | None) -> None:
        for package in self.packages.values():
            package["resources"] = [r for r in package["resources"] if r["id"] != data["id"]]


@pytest.fixture
def portal() -> Iterator[Portal]:
    found = Portal()
    route = Route("/api/action/{action}", found.act, methods=["GET", "POST"])
    with listening(Starlette(routes=[route])) as found.url:
        yield found


def push(release: Path, portal: Portal, token: str | None = TOKEN, *, dry_run: bool = False) -> list[Action]:
    return push_ckan(release, portal.url, token, organization="office", dry_run=dry_run)


def deeds(actions: list[Action]) -> Counter[str]:
    return Counter(action.deed for action in actions)


def test_a_release_of_undated_notes_covers_no_period(portal: Portal, tmp_path: Path) -> None:
    release = publish([Note("undated", "Undated", issued=None)], tmp_path, renderers=(*LIGHT, "words")).folder
    assert set(deeds(push(release, portal, dry_run=True))) == {"create"}


def test_every_dataset_and_file_arrives_whole_and_only_once_and_no_dry_run_sends_any(
    small_release: Path, portal: Portal
) -> None:
    planned = push(small_release, portal, token=None, dry_run=True)
    assert set(deeds(planned)) == {"create"}
    assert (portal.log, portal.packages) == ([], {})
    assert push(small_release, portal) == planned
    package = portal._package("uncac-by-state")
    assert package["title"] == "Statements by State on the Convention against Corruption"
    assert (package["owner_org"], package["license_id"]) == ("org-1", "cc-by")
    assert package["maintainer_email"] == "opendata@example.org"
    for resource in (r for p in portal.packages.values() for r in p["resources"]):
        path = resource["uri"].removeprefix("https://data.example.org/uncac/").partition("#")[0]
        assert portal.files[resource["uri"]] == (small_release / path).read_bytes()
    done = list(portal.log)
    assert set(deeds(push(small_release, portal))) == {"keep"}
    assert portal.log == done
    # Every table, with types and its dictionary.
    base = "https://data.example.org/uncac/data/"
    tables = {uri.removeprefix(base).removesuffix(".csv#dist"): table for uri, table in portal.tables.items()}
    assert set(tables) == {path.stem for path in (small_release / "data").glob("*.csv")}
    for name, table in tables.items():
        columns = pq.read_table(small_release / "data" / f"{name}.parquet").to_pylist()
        assert len(table["records"]) == len(columns)
    states = {field["id"]: field for field in tables["states"]["fields"]}
    assert (states["m49"]["type"], states["m49"]["info"]["type_override"]) == ("text", "text")
    assert next(row for row in tables["states"]["records"] if row["state_iso3"] == "ARG")["m49"] == "032"
    kinds = {field["id"]: field["type"] for field in tables["statements"]["fields"]}
    assert (kinds["paragraph_number"], kinds["note_issued"], kinds["reviewed"]) == ("int", "date", "bool")
    info = {field["id"]: field["info"] for field in tables["by_state_article"]["fields"]}["status"]
    assert info["label"] == "Status"
    assert "not_listed = " in info["notes"]


def test_a_changed_table_is_made_anew_and_a_portal_without_tables_gets_files(line: list[Path], portal: Portal) -> None:
    first, second, _ = line
    push(first, portal)
    before = {uri: len(table["records"]) for uri, table in portal.tables.items()}
    push(second, portal)
    notes = "https://data.example.org/uncac/data/notes.csv#dist"
    assert (before[notes], len(portal.tables[notes]["records"])) == (1, 3)
    portal.packages.clear()
    portal.tables.clear()
    portal.has_tables = False
    push(second, portal)
    assert portal.tables == {}
    assert set(deeds(push(second, portal))) == {"keep"}


def test_a_later_release_changes_what_differs_and_leaves_what_others_added(line: list[Path], portal: Portal) -> None:
    first, second, _ = line
    push(first, portal)
    package = portal._package("uncac-statements")
    package["tags"].append({"name": "added by the portal"})
    package["extras"].append({"key": "reviewed", "value": "yes"})
    package["resources"].append({"id": "guide", "name": "Guide", "uri": "https://portal.example/guide.pdf"})
    gone = {"id": "gone", "name": "Gone", "uri": "https://data.example.org/uncac/data/gone.csv#dist"}
    package["resources"].append(gone)
    assert [a for a in push(first, portal) if a.deed != "keep"] == [Action("delete", "uncac-statements Gone")]
    planned = push(second, portal, dry_run=True)
    assert planned == push(second, portal)
    assert Action("update", "uncac-paragraphs notes.csv") in planned
    assert Action("keep", "uncac-code-lists states.csv") in planned
    assert {"name": "added by the portal"} in package["tags"]
    extras = {extra["key"]: extra["value"] for extra in package["extras"]}
    assert (extras["reviewed"], extras["modified"], package["version"]) == ("yes", DAYS[1], second.name)
    assert any(resource["id"] == "guide" for resource in package["resources"])
    assert set(deeds(push(second, portal))) == {"keep"}


def test_refusals_say_what_to_do_and_never_show_the_token(small_release: Path, portal: Portal, tmp_path: Path) -> None:
    wrong = "wrong-token"
    for release, url, token, organization, message in (
        (small_release, portal.url, None, "office", "without an API token"),
        (small_release, portal.url, wrong, "office", "does not let this token"),
        (small_release, portal.url, TOKEN, "nobody", "no organisation 'nobody'"),
        (small_release, "http://127.0.0.1:9", TOKEN, "office", "can't be talked to"),
        (tmp_path, portal.url, TOKEN, "office", "is no release"),
    ):
        with pytest.raises(PushError, match=message) as caught:
            push_ckan(release, url, token, organization=organization, dry_run=False)
        assert wrong not in str(caught.value)
        assert TOKEN not in str(caught.value)
    assert portal.packages == {}


def test_a_portal_that_redirects_is_not_followed_with_the_token(small_release: Path, portal: Portal) -> None:
    def elsewhere(request: Request) -> Response:
        return RedirectResponse(portal.url + request.url.path, status_code=307)

    route = Route("/{path:path}", elsewhere, methods=["GET", "POST"])
    with listening(Starlette(routes=[route])) as url, pytest.raises(PushError, match="redirect"):
        push_ckan(small_release, url, TOKEN, organization="office", dry_run=False)
    assert portal.log == []
