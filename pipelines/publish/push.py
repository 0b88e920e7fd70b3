"""Pushes a release to a CKAN portal that does not harvest: datasets, files and tables, created or brought up to date.

What the portal should have is read from the release's own catalogue for CKAN, so that pushing and harvesting say the
same. What others have added there stays. The table behind a CSV gets its types and what its columns mean: a CKAN
that loads a file by itself guesses them, so that `032` loses its zero. Not here: portals that pull (`catalogues/`).
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

import requests
from ckanapi import CKANAPIError, NotAuthorized, NotFound, RemoteCKAN, ValidationError
from pyoxigraph import NamedNode, RdfFormat, Store

from pipelines.publish.catalogues.rdf import PREFIXES
from pipelines.workspace.errors import ReportedError

_SECONDS = 60
_BATCH = 2_000
_TYPES = {"string": "text", "integer": "int", "number": "numeric", "boolean": "bool", "date": "date"}
_VALUES: dict[str, Callable[[str], Any]] = {"integer": int, "number": float, "boolean": lambda cell: cell == "true"}
Deed = Literal["create", "update", "delete", "keep"]
Fields = dict[str, Any]


class PushError(ReportedError):
    """The portal could not be brought up to date; the message says why and what to do. The token is never in it."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing done, or to be done in a dry run. `what`: name of a dataset, or of a dataset and a file."""

    deed: Deed
    what: str


@dataclass(frozen=True, slots=True)
class _Resource:
    """A file as the portal should show it. `fields["uri"]`: by which it is known again. `schema`: of a table's CSV."""

    fields: Fields
    path: Path
    schema: Fields | None


def push_ckan(
    release_dir: Path, ckan_url: str, api_key: str | None, *, organization: str, dry_run: bool = True
) -> list[Action]:
    """Bring the datasets of a release up to date on a CKAN portal. Pushing the same release again changes nothing.

    `api_key`: an API token, to be taken from the environment; a dry run needs none where the portal shows its datasets
    to all. `organization`: name of the organisation there that is to own the datasets. `dry_run`: only ask, never tell.

    Raises:
        PushError: the folder is no release, the portal can't be reached, or it refuses.
    """
    descriptor, datasets = _read(release_dir)
    if not api_key and not dry_run:
        raise PushError("CKAN changes nothing without an API token: make one on your profile page there, and name it.")
    session = requests.Session()
    session.max_redirects = 0  # whoever redirects would be handed the token
    with session, _explained(ckan_url, organization):
        portal = RemoteCKAN(ckan_url.rstrip("/"), apikey=api_key, session=session)
        owner = _call(portal, "organization_show", id=organization, include_datasets=False)["id"]
        settled = {"owner_org": owner, "license_id": _license(portal, descriptor["licenses"][0]["name"])}
        # A portal without a DataStore shows files, and no tables.
        schemas = {one["path"]: one["schema"] for one in descriptor["resources"]} if _has_tables(portal) else {}
        actions: list[Action] = []
        for dataset in datasets:
            base, files = descriptor["homepage"], dataset.all("dcat:distribution")
            resources = [_resource(release_dir, base, file, schemas) for file in files]
            actions += _push(portal, _package(dataset) | settled, resources, base, dry_run=dry_run)
        return actions


@contextmanager
def _explained(url: str, organization: str) -> Iterator[None]:
    """Turns what the client raises into what a person can act on."""
    try:
        yield
    except NotFound as error:
        raise PushError(
            f"{url} is no CKAN portal, or has no organisation '{organization}': make it there, or name another."
        ) from error
    except NotAuthorized as error:
        raise PushError(
            f"{url} does not let this token change datasets of '{organization}': give its user the role of an editor "
            "there, or use another token."
        ) from error
    except ValidationError as error:
        reasons = "; ".join(f"{k}: {v}" for k, v in sorted(error.error_dict.items()) if k != "__type")
        raise PushError(f"{url} refuses what was sent: {reasons}.") from error
    except (CKANAPIError, requests.RequestException, ValueError) as error:
        raise PushError(
            f"{url} can't be talked to ({type(error).__name__}): is it the address of a CKAN portal, without a "
            "redirect, and is it up?"
        ) from error


def _push(
    portal: RemoteCKAN, wanted: Fields, resources: Sequence[_Resource], base: str, *, dry_run: bool
) -> Iterator[Action]:
    """Bring a dataset up to date. `base`: how the names of all our files begin."""
    name = wanted["name"]
    try:
        remote = _call(portal, "package_show", id=name)
    except NotFound:
        yield Action("create", name)
        remote = {"resources": []} if dry_run else _call(portal, "package_create", **wanted)
    else:
        patch = _patch(wanted, remote)
        yield Action("update" if patch else "keep", name)
        if patch and not dry_run:
            _call(portal, "package_patch", id=remote["id"], **patch)
    there = {r["uri"]: r for r in remote["resources"] if str(r.get("uri", "")).startswith(base)}
    for resource in resources:
        yield _put(portal, remote.get("id"), resource, there.pop(resource.fields["uri"], None), name, dry_run=dry_run)
    for gone in there.values():
        yield Action("delete", f"{name} {gone['name']}")
        if not dry_run:
            _call(portal, "resource_delete", id=gone["id"])


def _put(
    portal: RemoteCKAN, package_id: str | None, wanted: _Resource, remote: Fields | None, name: str, *, dry_run: bool
) -> Action:
    action = Action("create", f"{name} {wanted.path.name}")
    if remote:
        same = all(remote.get(key) == value for key, value in wanted.fields.items())
        same = same and bool(remote.get("datastore_active") or not wanted.schema)
        action = Action("keep" if same else "update", action.what)
    if action.deed != "keep" and not dry_run:
        verb = "resource_update" if remote else "resource_create"
        target = {"id": remote["id"]} if remote else {"package_id": package_id}
        with wanted.path.open("rb") as upload:
            made = _call(portal, verb, files={"upload": (wanted.path.name, upload)}, **wanted.fields, **target)
        if wanted.schema:
            again = bool(remote and remote.get("datastore_active"))
            _fill(portal, made["id"], wanted.path, wanted.schema, again=again)
    return action


def _fill(portal: RemoteCKAN, resource: str, path: Path, schema: Fields, *, again: bool) -> None:
    """Make the table of a file anew. `again`: whether there is one, whose columns may have other types."""
    # Its file was just uploaded, not linked; DataStore wants to be told that this is meant.
    table: Fields = {"resource_id": resource, "force": True}
    if again:
        _call(portal, "datastore_delete", **table)
    _call(portal, "datastore_create", fields=_columns(schema), **table)
    for records in _batches(path, schema):
        _call(portal, "datastore_upsert", method="insert", records=records, **table)


def _columns(schema: Fields) -> list[Fields]:
    """The fields of a table as DataStore takes them, with its data dictionary. `schema`: of `datapackage.json`."""
    return [
        {
            "id": field["name"],
            "type": _TYPES[field["type"]],
            # The override binds whatever loads the file again.
            "info": {"label": field["title"], "notes": _notes(field), "type_override": _TYPES[field["type"]]},
        }
        for field in schema["fields"]
    ]


def _batches(path: Path, schema: Fields) -> Iterator[list[Fields]]:
    """The rows of a CSV with the types of its schema, some thousand at a time."""
    kinds = {field["name"]: _VALUES.get(field["type"], str) for field in schema["fields"]}
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        while part := [
            {name: kinds[name](cell) if cell else None for name, cell in row.items()} for row in islice(rows, _BATCH)
        ]:
            yield part


def _notes(field: Fields) -> str:
    values = [f"{value['value']} = {value['label']}" for value in field.get("categories", ())]
    return str(field["description"]) + (f" Values: {'; '.join(values)}." if values else "")


def _has_tables(portal: RemoteCKAN) -> bool:
    """Whether the portal has a DataStore."""
    try:
        _call(portal, "help_show", name="datastore_create")
    except NotFound:
        return False
    return True


def _patch(wanted: Fields, remote: Fields) -> Fields:
    """What to change of a dataset. Tags and extras that others have added stay."""
    patch = {k: v for k, v in wanted.items() if k not in {"tags", "extras"} and remote.get(k) != v}
    tags = {tag["name"] for tag in remote["tags"]}
    extras = {extra["key"]: extra["value"] for extra in remote["extras"]}
    if not {tag["name"] for tag in wanted["tags"]} <= tags:
        patch["tags"] = [{"name": tag} for tag in sorted(tags | {tag["name"] for tag in wanted["tags"]})]
    ours = {extra["key"]: extra["value"] for extra in wanted["extras"]}
    if not ours.items() <= extras.items():
        patch["extras"] = [{"key": key, "value": value} for key, value in sorted((extras | ours).items())]
    return patch


def _license(portal: RemoteCKAN, name: str) -> str:
    """What the portal calls our licence: `cc-by` for CC-BY-4.0, unless it has a name for the version."""
    ours = name.lower()
    licences = [str(licence["id"]) for licence in _call(portal, "license_list")]
    fitting = [id_ for id_ in licences if re.fullmatch(re.escape(id_.lower()) + r"(-\d.*)?", ours)]
    return max(fitting, key=len, default=name)


def _call(portal: RemoteCKAN, action: str, files: Fields | None = None, **fields: Any) -> Any:
    return portal.call_action(action, fields, files=files, requests_kwargs={"timeout": _SECONDS})


@dataclass(frozen=True, slots=True)
class _Node:
    """Something that a catalogue in RDF speaks of."""

    graph: Store
    node: Any

    def all(self, predicate: str) -> list[_Node]:
        """What it is related to, in the order of the alphabet, since RDF has none."""
        quads = self.graph.quads_for_pattern(self.node, _iri(predicate), None)
        return sorted((_Node(self.graph, quad.object) for quad in quads), key=lambda one: str(one.node.value))

    def text(self, *path: str) -> str:
        """The text or address to which several steps lead; empty where one is missing."""
        here: _Node | None = self
        for predicate in path:
            here = next(iter(here.all(predicate)), None) if here else None
        return str(here.node.value) if here else ""


def _iri(name: str) -> NamedNode:
    prefix, _, rest = name.partition(":")
    return NamedNode(PREFIXES[prefix] + rest)


def _read(release_dir: Path) -> tuple[Fields, list[_Node]]:
    """The descriptor of a release, and the datasets of its catalogue for CKAN, by address."""
    graph, catalogue = Store(), release_dir / "ckan" / "catalog.ttl"
    try:
        descriptor = json.loads((release_dir / "datapackage.json").read_text(encoding="utf-8"))
        if not catalogue.is_file():
            raise PushError(
                f"{release_dir} has no catalogue for CKAN: name ckan in `publish` of publication.yaml, publish again."
            )
        graph.load(path=str(catalogue), format=RdfFormat.TURTLE)
    except (OSError, ValueError, SyntaxError) as error:
        raise PushError(
            f"{release_dir} is no release that can be read: {error}. Make one with 'uncac publish', or name the folder "
            "of one below outputs/publish/releases/."
        ) from error
    quads = graph.quads_for_pattern(None, _iri("rdf:type"), _iri("dcat:Dataset"))
    return descriptor, sorted((_Node(graph, quad.subject) for quad in quads), key=lambda one: str(one.node.value))


def _package(dataset: _Node) -> Fields:
    """A dataset as the portal should show it."""
    name = dataset.text("dct:identifier")
    extras = {
        "identifier": name,
        "uri": dataset.node.value,
        "issued": dataset.text("dct:issued"),
        "modified": dataset.text("dct:modified"),
        "frequency": dataset.text("dct:accrualPeriodicity"),
        "language": ", ".join(language.node.value for language in dataset.all("dct:language")),
        "publisher_name": dataset.text("dct:publisher", "foaf:name"),
        "provenance": dataset.text("dct:provenance", "rdfs:label"),
        "rights": dataset.text("dcat:distribution", "dct:rights", "rdfs:label"),
        "version_notes": dataset.text("adms:versionNotes"),
        "temporal_start": dataset.text("dct:temporal", "dcat:startDate"),
        "temporal_end": dataset.text("dct:temporal", "dcat:endDate"),
    }
    return {
        "name": name,
        "title": dataset.text("dct:title"),
        "notes": dataset.text("dct:description"),
        "url": dataset.text("dcat:landingPage"),
        "version": dataset.text("dcat:version"),
        "maintainer": dataset.text("dcat:contactPoint", "vcard:fn"),
        "maintainer_email": dataset.text("dcat:contactPoint", "vcard:hasEmail").removeprefix("mailto:"),
        "tags": [{"name": keyword.node.value} for keyword in dataset.all("dcat:keyword")],
        "extras": [{"key": key, "value": value} for key, value in extras.items() if value],
    }


def _resource(release_dir: Path, base: str, file: _Node, schemas: Fields) -> _Resource:
    path = unquote(file.text("dcat:downloadURL").removeprefix(base))
    fields = {
        "uri": file.node.value,
        "name": file.text("dct:title"),
        "description": file.text("dct:description"),
        "format": file.text("dct:format"),
        "mimetype": file.text("dcat:mediaType"),
        # By which the portal's copy is known to be the same: an unchanged file is not sent again.
        "hash": file.text("spdx:checksum", "spdx:checksumValue"),
    }
    return _Resource(fields, release_dir / path, schemas.get(path))
