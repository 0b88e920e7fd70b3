"""Deposits a release where InvenioRDM runs, as on Zenodo: a draft with files, metadata and a reserved DOI.

The draft is left to a person, because what has a DOI can't be taken back. Source of the rules: InvenioRDM's REST API
(drafts and records, metadata). Not here: portals (`push.py`), where a DOI stands in a release (`doi` of
`publication.py`), which record was made last time (`pipelines/cli/`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

from pipelines.publish.authorities import LANGUAGES
from pipelines.publish.publication import DOI
from pipelines.publish.push import Action, Deed, Fields, PushError, read_documents

_SECONDS = 60
# Zenodo's answers in plain JSON are of an older form.
_FORM = "application/vnd.inveniordm.v1+json"
_DOCUMENTS = ("CHANGELOG.md", "CITATION.cff", "LICENSE", "README.md", "changes.csv", "codebook.csv", "datapackage.json")


@dataclass(frozen=True, slots=True)
class Deposit:
    """What was done, or would be. `address`: where a person looks at it; empty where nothing is there yet.

    `doi`: the reserved one, or None. `named`: whether the files name it, or the DOI of all versions.
    """

    actions: list[Action]
    address: str = ""
    doi: str | None = None
    named: bool = False
    published: bool = False


def push_deposit(
    release_dir: Path,
    url: str,
    token: str | None,
    *,
    record: str | None = None,
    keep: Callable[[str], object] = str,
    dry_run: bool = True,
) -> Deposit:
    """Make or update the draft of a release. One that was published gets a new version, and only what differs is sent.

    `token`: with the scope `deposit:write`, to be taken from the environment. `record`: any version of the deposition,
    None to make one. `keep`: is told the record as soon as there is one. `dry_run`: only ask, never tell.

    Raises:
        PushError: the folder is no release, the repository can't be reached, or it refuses.
    """
    metadata, files, cited = _read(release_dir)
    with requests.Session() as session:
        there = _Repository(url.rstrip("/"), token, session)
        draft = there.ask("GET", f"/{_id({'id': record})}/draft") if record else None
        latest = None
        if record and (draft is None or draft["is_published"]):
            draft, latest = None, there.ask("GET", f"/{record}/versions/latest")
            if latest is None:
                raise PushError(f"{url} has no deposition '{record}' of yours: name another with --record.")
        held = _held(there, f"/{_id(draft)}/draft") if draft else _held(there, f"/{_id(latest)}") if latest else {}
        plan = _plan(files, held)
        if latest and all(action.deed == "keep" for action in plan):
            return Deposit([Action("keep", _id(latest)), *plan], f"{there.url}/records/{_id(latest)}", published=True)
        deed: Deed = "create"
        if draft:
            deed = "keep" if _holds(draft["metadata"], metadata) else "update"
        if dry_run:
            return Deposit([Action(deed, "draft"), *plan])
        if draft is None:
            body = {"access": {"record": "public", "files": "public"}, "files": {"enabled": True}, "metadata": metadata}
            draft = there.tell("POST", f"/{_id(latest)}/versions") if latest else there.tell("POST", "", json=body)
            keep(_id(draft))
        home = f"/{_id(draft)}/draft"
        if not _doi(draft):
            draft = there.tell("POST", f"{home}/pids/doi")
        if not _holds(draft["metadata"], metadata):
            # All of a draft is replaced: what others filled in, and the DOI, are sent back as they are.
            kept = {key: draft[key] for key in ("access", "custom_fields", "files", "pids") if key in draft}
            there.tell("PUT", home, json=kept | {"metadata": draft["metadata"] | metadata})
        if not _held(there, home) and draft["versions"]["index"] > 1:
            there.tell("POST", f"{home}/actions/files-import")
        plan = _plan(files, _held(there, home))
        for action in plan:
            _send(there, f"{home}/files", action, files)
        doi, parent = _doi(draft), _doi(draft.get("parent", {}))
        named = cited is not None and cited in {doi, parent}
        return Deposit([Action(deed, "draft"), *plan], f"{there.url}/uploads/{_id(draft)}", doi, named)


@dataclass(frozen=True, slots=True)
class _Repository:
    """The records of a repository. Only its own address is asked, never one that an answer names."""

    url: str
    token: str | None
    session: requests.Session

    def __post_init__(self) -> None:
        self.session.max_redirects = 0  # whoever redirects would be handed the token
        # What can be said twice, which a POST can't, is said again where the repository is busy.
        again = Retry(
            total=4, connect=0, backoff_factor=0.5, status_forcelist=(429, 502, 503, 504), raise_on_status=False
        )
        for scheme in ("https://", "http://"):
            self.session.mount(scheme, HTTPAdapter(max_retries=again))

    def ask(self, verb: str, path: str, **sent: Any) -> Fields | None:
        """The answer; None where there is no such thing."""
        headers = {"Accept": _FORM} | ({"Authorization": f"Bearer {self.token}"} if self.token else {})
        if "data" in sent:
            headers["Content-Type"] = "application/octet-stream"
        try:
            said = self.session.request(
                verb, f"{self.url}/api/records{path}", headers=headers, timeout=_SECONDS, **sent
            )
            if said.status_code == 404:
                return None
            answer: Fields = said.json() if said.content else {}
        except (requests.RequestException, ValueError) as error:
            raise PushError(
                f"{self.url} can't be talked to ({type(error).__name__}): is it the address of Zenodo or another "
                "InvenioRDM, without a redirect, and is it up?"
            ) from error
        if said.status_code in {401, 403}:
            raise PushError(
                f"{self.url} does not let this token change depositions: make one with the scope 'deposit:write' in "
                "your account there (Applications), as a user who may edit this record."
            )
        if said.status_code >= 400 or answer.get("errors"):
            reasons = [f"{e.get('field')}: {' '.join(e.get('messages', []))}" for e in answer.get("errors", [])]
            raise PushError(f"{self.url} refuses what was sent: {'; '.join(reasons) or answer.get('message')}")
        return answer

    def tell(self, verb: str, path: str, **sent: Any) -> Fields:
        """The same where there must be an answer."""
        answer = self.ask(verb, path, **sent)
        if answer is None:
            raise PushError(f"{self.url} is no Zenodo and no other InvenioRDM, or the draft was deleted meanwhile.")
        return answer


def _held(there: _Repository, home: str) -> dict[str, str]:
    """Names and checksums of the files of a record; those half sent have none."""
    entries = there.tell("GET", f"{home}/files").get("entries", [])
    return {e["key"]: e.get("checksum") or "" if e.get("status") == "completed" else "" for e in entries}


def _plan(files: dict[str, Path], held: dict[str, str]) -> list[Action]:
    plan = []
    for key, path in files.items():
        same = key in held and held[key] == _md5(path)
        plan.append(Action("keep" if same else "update" if key in held else "create", key))
    return plan + [Action("delete", key) for key in sorted(set(held) - set(files))]


def _send(there: _Repository, home: str, action: Action, files: dict[str, Path]) -> None:
    key = quote(action.what, safe="")
    if action.deed in {"update", "delete"}:
        there.tell("DELETE", f"{home}/{key}")
    if action.deed in {"create", "update"}:
        there.tell("POST", home, json=[{"key": action.what}])
        with files[action.what].open("rb") as content:
            there.tell("PUT", f"{home}/{key}/content", data=content)
        if there.tell("POST", f"{home}/{key}/commit").get("checksum") != _md5(files[action.what]):
            raise PushError(f"{there.url} got another '{action.what}' than was sent: push again.")


def _md5(path: Path) -> str:
    with path.open("rb") as content:
        return f"md5:{hashlib.file_digest(content, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()}"


def _id(record: Fields) -> str:
    """What a repository calls a record: what it says becomes part of an address."""
    found = str(record.get("id"))
    if not re.fullmatch(r"[A-Za-z0-9-]+", found):
        raise PushError(
            f"'{found}' is no identifier of a record as InvenioRDM makes them, such as 1234 or 4d0ns-ntd89."
        )
    return found


def _doi(record: Fields) -> str | None:
    found = str(record.get("pids", {}).get("doi", {}).get("identifier"))
    return found if re.fullmatch(DOI, found) else None


def _holds(found: Any, wanted: Any) -> bool:
    """Whether all that is wanted is there; a repository adds to what it is told, such as titles to codes."""
    if isinstance(wanted, dict):
        return isinstance(found, dict) and all(key in found and _holds(found[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list):
        return isinstance(found, list) and len(found) == len(wanted) and all(map(_holds, found, wanted))
    return bool(found == wanted)


def _read(release_dir: Path) -> tuple[Fields, dict[str, Path], str | None]:
    """Metadata, files by name, and the DOI that they name, of a release."""
    descriptor, record = read_documents(release_dir, "datapackage.json", "datacite.json")
    tables = [resource["path"] for resource in descriptor["resources"]]
    files = {path.removeprefix("data/").replace("/", "-"): release_dir / path for path in tables}
    downloads = [path for path in release_dir.glob(f"{descriptor['name']}.*") if path.is_file()]
    files |= {path.name: path for path in [*downloads, *(release_dir / name for name in _DOCUMENTS)]}
    return _metadata(descriptor, record), dict(sorted(files.items())), record.get("doi")


def _metadata(descriptor: Fields, record: Fields) -> Fields:
    """What InvenioRDM wants to know, from the record for DataCite; its texts are HTML there."""
    texts = [*(said["description"] for said in record["descriptions"]), descriptor["rights"]]
    return {
        "resource_type": {"id": "dataset"},
        "title": record["titles"][0]["title"],
        "creators": [{"person_or_org": {"type": "organizational", "name": c["name"]}} for c in record["creators"]],
        "publisher": record["publisher"]["name"],
        "publication_date": descriptor["created"][:10],
        "version": record["version"],
        "description": "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts),
        "languages": [{"id": LANGUAGES[record["language"]].lower()}],
        "subjects": [{"subject": subject["subject"]} for subject in record["subjects"]],
        "rights": [{"id": record["rightsList"][0]["rightsIdentifier"]}],
        "identifiers": [{"scheme": "url", "identifier": record["url"]}],
        "related_identifiers": [
            {"scheme": "url", "identifier": r["relatedIdentifier"], "relation_type": {"id": "isderivedfrom"}}
            for r in record.get("relatedIdentifiers", ())
        ],
    }
