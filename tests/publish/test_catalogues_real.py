"""The catalogues of the release that the real program makes of the real note."""

from __future__ import annotations

import json
import re
from pathlib import Path

from rdflib import Graph
from rdflib.namespace import DCAT, RDF

from tests.conftest import DAY
from tests.publish import rules
from tests.publish.serving import served

BASE = "https://data.example.org/uncac/"


def test_the_real_release_keeps_the_rules_of_europe_and_the_united_states(release: Path) -> None:
    graph = Graph().parse(release / "catalog.ttl")
    assert len(list(graph.subjects(RDF.type, DCAT.Dataset))) == 6
    violations = [f for shapes in ("shapes", "range") for f in rules.dcat_ap(graph, shapes)]
    assert violations == []
    us1, us3 = (json.loads((release / name).read_text(encoding="utf-8")) for name in ("data.json", "dcat-us-3.json"))
    assert rules.data_gov_1(us1) == []
    assert rules.data_gov_3(us3) == []
    first = us1["dataset"][0]
    assert (first["issued"], first["modified"], first["temporal"]) == (
        DAY,
        DAY,
        "2022-06-09/2022-06-17",
    )
    assert len(first["spatial"].split("; ")) == 17
    assert first["references"] == ["https://www.unodc.org/unodc/en/corruption/WG-Prevention/session13.html"]


def test_every_page_of_the_real_release_is_in_the_sitemap_and_answered(release: Path) -> None:
    text = (release / "sitemap.xml").read_bytes()
    assert rules.sitemap(text) == []
    listed = re.findall(r"<loc>([^<]+)</loc>", text.decode())
    assert BASE in listed
    with served(release) as client:
        for address in listed:
            answer = client.get("/" + address.removeprefix(BASE))
            assert answer.status_code == 200, address
            assert f'<link rel="canonical" href="{address}">' in answer.text
        assert client.get("/uncac/").content == client.get("/").content
