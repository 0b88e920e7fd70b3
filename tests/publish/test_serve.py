from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest

from pipelines.publish.serve import ServeError, application
from tests.conftest import ROOT
from tests.publish.conftest import FIRST
from tests.publish.serving import served
from tests.publish.written import Note, publish
from tests.releases import LIGHT

PAGES = (*LIGHT, "everything", "landing")


@pytest.fixture(scope="module")
def client(small_release: Path) -> Iterator[httpx.Client]:
    with served(small_release) as found:
        yield found


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        ("catalog.ttl", "text/turtle; charset=utf-8"),
        ("catalog.rdf", "application/rdf+xml; charset=utf-8"),
        ("feed.atom", "application/atom+xml; charset=utf-8"),
        ("data/statements.csv", "text/csv; charset=utf-8"),
        ("data/statements.parquet", "application/vnd.apache.parquet"),
        ("dataset/uncac-statements.html", "text/html; charset=utf-8"),
        ("LICENSE", "text/plain; charset=utf-8"),
        ("CITATION.cff", "application/yaml; charset=utf-8"),
    ],
)
def test_every_file_goes_out_whole_with_its_type(
    client: httpx.Client, small_release: Path, path: str, content_type: str
) -> None:
    answer = client.get(f"/{path}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, content_type)
    assert answer.content == (small_release / path).read_bytes()
    assert answer.headers["access-control-allow-origin"] == "*"
    head = client.head(f"/{path}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == str(len(answer.content))
    assert head.headers["content-type"] == content_type


def test_pages_load_nothing_from_elsewhere_and_are_framed_by_nobody(client: httpx.Client) -> None:
    headers = client.get("/").headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert (policy["default-src"], policy["frame-ancestors"]) == ("'self'", "'none'")
    assert "unsafe-inline" not in policy["script-src"]
    assert headers["x-content-type-options"] == "nosniff"
    # Caddy sends the same.
    assert f'"{headers["content-security-policy"]}"' in (ROOT / "deploy" / "Caddyfile").read_text(encoding="utf-8")


def test_what_has_not_changed_is_not_sent_again(client: httpx.Client) -> None:
    first = client.get("/data/statements.csv")
    for headers in (
        {"If-None-Match": f'"other", W/{first.headers["etag"]}'},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = client.get("/data/statements.csv", headers=headers)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["access-control-allow-origin"] == "*"
    assert client.get("/data/statements.csv", headers={"If-None-Match": '"other"'}).status_code == 200


def test_ranges_of_bytes_are_sent_alone(client: httpx.Client, small_release: Path) -> None:
    whole = (small_release / "data" / "statements.parquet").read_bytes()
    answer = client.get("/data/statements.parquet", headers={"Range": "bytes=-8"})
    assert (answer.status_code, answer.content) == (206, whole[-8:])
    assert answer.headers["content-range"] == f"bytes {len(whole) - 8}-{len(whole) - 1}/{len(whole)}"
    stale = {"Range": "bytes=0-3", "If-Range": '"an older one"'}
    assert client.get("/data/statements.parquet", headers=stale).content == whole


def test_browsers_of_any_origin_may_ask_and_nothing_but_reading_is_allowed(client: httpx.Client) -> None:
    ask = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "range, if-none-match"}
    answer = client.request("OPTIONS", "/data.json", headers=ask)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "*")
    assert "GET" in answer.headers["access-control-allow-methods"]
    assert "range" in answer.headers["access-control-allow-headers"]
    assert "Content-Range" in client.get("/data.json").headers["access-control-expose-headers"]
    assert client.post("/data.json").status_code == 405


def test_names_without_an_ending_and_folders_need_no_redirect(client: httpx.Client, small_release: Path) -> None:
    page = (small_release / "dataset" / "uncac-by-state.html").read_bytes()
    answer = client.get("/dataset/uncac-by-state")
    assert (answer.status_code, answer.content) == (200, page)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert client.get("/latest/data.json").content == (small_release / "data.json").read_bytes()
    assert client.get("/").content == client.get("/uncac/").content == (small_release / "index.html").read_bytes()
    for path in ("/data", "/no/such/file"):
        missing = client.get(path)
        assert (missing.status_code, missing.headers["content-type"]) == (404, "text/html; charset=utf-8")
        # From wherever it is shown.
        assert 'href="/uncac/assets/site.css"' in missing.text


def test_no_path_leads_out_of_the_release(small_release: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    folder = tmp_path / "releases" / "copy"
    shutil.copytree(small_release, folder)
    (folder / "link.txt").symlink_to(secret)
    (tmp_path / "releases" / "notes").mkdir()
    (tmp_path / "releases" / "notes" / "private.txt").write_text("private")
    with served(folder) as client:
        address = urlsplit(str(client.base_url))
        for path in (
            "/../secret.txt",
            "/..%2f..%2fsecret.txt",
            "/%2e%2e/%2e%2e/secret.txt",
            "/data/../../../secret.txt",
            f"/{secret}",
            f"/%2f{secret}",
            "/link.txt",
            "/releases/../../secret.txt",
            "/releases/%2e%2e/secret.txt",
            "/releases/notes/private.txt",
            "/releases/notes/../../../secret.txt",
            "/..\\..\\secret.txt",
            "/%00",
            "/" + "a" * 5000,
        ):
            # A raw socket, because clients tidy such paths up before they send them.
            with socket.create_connection((str(address.hostname), int(address.port or 0))) as raw:
                raw.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
                answer = b"".join(iter(lambda raw=raw: raw.recv(65536), b""))  # type: ignore[misc]
            status = int(answer.split(b" ", 2)[1])
            assert status in {400, 404}, path
            assert b"secret" not in answer.split(b"\r\n\r\n", 1)[1]
            assert b"private" not in answer


def test_releases_stand_side_by_side_and_the_pointer_is_followed_anew(tmp_path: Path) -> None:
    first = publish([FIRST], tmp_path, renderers=PAGES)
    with served(tmp_path / "publish" / "latest") as client:
        assert client.get("/datapackage.json").json()["version"] == first.id
        second = publish([FIRST, Note("2023-03-01-later", "Later", issued="2023-03-01")], tmp_path, renderers=PAGES)
        assert client.get("/datapackage.json").json()["version"] == second.id
        for release in (first, second):
            for prefix in ("", "/uncac"):
                answer = client.get(f"{prefix}/releases/{release.id}/datapackage.json")
                assert answer.json()["version"] == release.id
        moved = client.get("/uncac")
        assert (moved.status_code, moved.headers["location"]) == (307, "/uncac/")
        assert client.get("/current.json").json()["current"] == second.id
    with served(first.folder) as client:
        assert client.get("/current.json").json()["current"] == second.id
        assert client.get("/releases/2001-01-01-000000000000/datapackage.json").status_code == 404


def test_a_copy_of_a_release_answers_to_its_own_name(small_release: Path, tmp_path: Path) -> None:
    shutil.copytree(small_release, tmp_path / "copy")
    with served(tmp_path / "copy") as client:
        assert client.get(f"/releases/{small_release.name}/data.json").status_code == 200


def test_a_folder_that_is_no_release_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ServeError, match=r"is no release.*uncac publish"):
        application(tmp_path / "empty")
