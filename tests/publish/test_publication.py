from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipelines.publish.authorities import EXPORTS
from pipelines.publish.publication import PublicationError, load_publication
from pipelines.publish.renderers import registered
from pipelines.workspace.paths import DATAPACKAGE

Json = dict[str, Any]


def load_with(folder: Path, fault: Callable[[Json], object]) -> None:
    data = yaml.safe_load((DATAPACKAGE / "publication.yaml").read_text(encoding="utf-8"))
    fault(data)
    path = folder / "publication.yaml"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    load_publication(path)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (lambda d: d.pop("publisher"), ["publisher", "DCAT-AP", "give its name"]),
        (lambda d: d["publisher"].update(name=""), ["publisher.name", "DCAT-AP", "give its name"]),
        (lambda d: d["publisher"].update(type="Club"), ["publisher.type", "Club", "NationalAuthority"]),
        (lambda d: d.pop("contact"), ["contact", "Data.gov", "give a name and an e-mail address"]),
        (lambda d: d["contact"].update(email="mailto:a@b.org"), ["contact.email", "datos.gob.ar", "mailto:"]),
        (lambda d: d["contact"].update(email="nobody"), ["contact.email", "Data.gov", "no e-mail address"]),
        (lambda d: d["contact"].update(email="é@example.org"), ["contact.email", "no e-mail address"]),
        (lambda d: d["license"].pop("url"), ["license.url", "data.gov.rs", "give it"]),
        (lambda d: d["license"].update(url="CC BY 4.0"), ["license.url", "opendata.swiss", "give it"]),
        (lambda d: d["license"].update(url="https://example.org/%zz"), ["license.url", "https://example.org/%zz"]),
        (lambda d: d["publisher"].update(url="https://example.org:x/"), ["publisher.url", "https://example.org:x/"]),
        (lambda d: d["license"].update(swiss="cc-by"), ["license.swiss", "terms_by_ask"]),
        (lambda d: d.update(title=""), ["title", "Every portal", "give it"]),
        (lambda d: d["datasets"][1].update(title=d["datasets"][0]["title"]), ["CKAN", "no two"]),
        (lambda d: d.update(description="Too short."), ["description", "Google", "lengthen"]),
        (lambda d: d["keywords"].append("x"), ["keywords.6", "CKAN", "reword"]),
        (lambda d: d["keywords"].append("x" * 101), ["keywords.6", "CKAN", "reword"]),
        (lambda d: d.update(keywords=[]), ["keywords", "Data.gov"]),
        (lambda d: d.update(frequency="sometimes"), ["frequency", "EU frequency list", "IRREG"]),
        (lambda d: d.update(themes=["CORRUPTION"]), ["themes", "data-theme", "JUST"]),
        (lambda d: d.update(language="tlh"), ["language", "EU language list"]),
        (lambda d: d.update(rights="x" * 256), ["rights", "255", "shorten"]),
        (lambda d: d.update(base_url="https://data.example.org/uncac/ "), ["base_url", "white space", "delete it"]),
        (lambda d: d.update(base_url="https://data.example.org/uncac"), ["base_url", "ends in '/'"]),
        (lambda d: d.update(base_url="https://data.example.org/?q=/"), ["base_url", "without '?'"]),
        (lambda d: d.update(base_url="https://data.example.org/ü/"), ["base_url", "ASCII"]),
        (lambda d: d.update(contract="new"), ["contract", "1.0.0"]),
        (lambda d: d.update(doi="https://doi.org/10.5281/zenodo.1"), ["doi", "without https"]),
        (lambda d: d["translations"].pop("fr"), ["translations: give fr, for pages in fr"]),
        (lambda d: d["publish"].append("csv"), ["publish.", "dcat-us-3", "always made"]),
        (lambda d: d["translations"]["de"]["datasets"].pop("uncac-by-state"), ["translations.de", "uncac-by-state"]),
        (lambda d: d["datasets"][0]["tables"].pop(), ["datasets", "exactly one dataset", "calibration"]),
        (lambda d: d["datasets"][0]["tables"].append("states"), ["exactly one dataset", "states"]),
        (lambda d: d.update(licence="CC BY"), ["licence"]),
    ],
)
def test_what_a_portal_would_refuse_is_refused_with_setting_rule_and_cure(
    tmp_path: Path, fault: Callable[[Json], object], words: list[str]
) -> None:
    with pytest.raises(PublicationError) as caught:
        load_with(tmp_path, fault)
    message = str(caught.value)
    assert message.startswith("publication.yaml can't be used:\n")
    assert len(message.splitlines()) == 2
    assert [word for word in words if word not in message] == []


@pytest.mark.parametrize(
    ("export", "fault", "words"),
    [
        ("datos-gob-ar", lambda d: d.update(title="x" * 101), ["title: datos.gob.ar", "100", "shorten"]),
        ("datos-gob-ar", lambda d: d["datasets"][2].update(title="x" * 101), ["datasets.uncac-by-state.title"]),
        ("datos-gob-ar", lambda d: d["translations"]["es"].update(title="x" * 101), ["translations.es.title"]),
        ("datos-gob-ar", lambda d: d["keywords"].append("law, order"), ["keywords: datos.gob.ar", "'law, order'"]),
        ("datos-gob-ar", lambda d: (d.update(editions=[]), d["translations"].pop("es")), ["give es, for datos-gob-ar"]),
        ("dcat-ap-ch", lambda d: d["translations"].pop("it"), ["translations: give it, for dcat-ap-ch"]),
        ("dcat-ap-ch", lambda d: d["license"].pop("swiss"), ["license.swiss", "terms_by_ask"]),
    ],
)
def test_what_one_portal_alone_refuses_binds_whoever_names_it(
    tmp_path: Path, export: str, fault: Callable[[Json], object], words: list[str]
) -> None:
    load_with(tmp_path, fault)
    with pytest.raises(PublicationError) as caught:
        load_with(tmp_path, lambda d: (fault(d), d["publish"].append(export)))
    assert [word for word in (*words, "take the name out of publish") if word not in str(caught.value)] == []


def test_the_old_key_is_an_error_that_prints_the_new_line(tmp_path: Path) -> None:
    with pytest.raises(PublicationError) as caught:
        load_with(tmp_path, lambda d: (d.pop("publish"), d.update(profiles=["europe", "us"])))
    line = str(caught.value).splitlines()[-1]
    assert line == "publish: [dcat-ap, dcat-us, xlsx, zip, sqlite, csvw, dcat-us-3]"
    load_with(tmp_path, lambda d: d.update(yaml.safe_load(line)))


def test_every_name_has_a_renderer() -> None:
    assert {renderer.export for renderer in registered()} - {None} == EXPORTS.keys()


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(PublicationError) as caught:
        load_with(tmp_path, lambda d: (d.pop("publisher"), d.pop("contact"), d.update(frequency="sometimes")))
    assert len(str(caught.value).splitlines()) == 4


def test_what_is_no_yaml_or_no_settings_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "publication.yaml"
    for text in ("a: [", "- a\n- b\n", ""):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(PublicationError, match=r"publication\.yaml (can't be|is no YAML)"):
            load_publication(path)


def test_a_configuration_elsewhere_needs_no_dictionary(tmp_path: Path) -> None:
    shutil.copy(DATAPACKAGE / "publication.yaml", tmp_path)
    assert load_publication(tmp_path / "publication.yaml").dictionary == {}
