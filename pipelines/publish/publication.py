"""Reads and checks `publication.yaml`: what the dataset is, who publishes it and where.

Each setting is checked by the rule of the strictest portal that reads it, so that what is refused later is refused
here, by name. Not here: what a portal makes of it (`catalogues/`), which tables and columns there are
(`pipelines/contract/tables.py`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Annotated, get_args
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from pipelines.contract.languages import TRANSLATED
from pipelines.publish.authorities import EXPORTS, FREQUENCIES, LANGUAGES, PUBLISHER_TYPES, THEMES, SwissTerms
from pipelines.workspace.errors import ReportedError
from pipelines.workspace.faults import SLUG, fault_words, named, read_keys, written_as
from pipelines.workspace.paths import declared_in
from pipelines.workspace.yaml_file import read_yaml

# What both Data.gov (DCAT-US schema, `hasEmail`) and datos.gob.ar (pydatajson) take.
_EMAIL = r"[A-Za-z0-9_~!$&'*+=.-]+@[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+"
# JSON Schema's `format: uri`, as Data.gov checks it: ASCII only. RDF wants a port to be a number, and two hexadecimal
# digits after a %.
_SIGN = r"[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}"
_ADDRESS = rf"https?://[A-Za-z0-9.-]+(:[0-9]{{1,5}})?(/({_SIGN})*)?([?#]({_SIGN}|\?)*)?"
# What Crossref recommends for a DOI, without its address, in ASCII: it stands in addresses, TeX and YAML as it is.
DOI = r"10\.[0-9]{4,9}/[A-Za-z0-9._;()/-]+"
# What datos.gob.ar alone asks for: short titles, and keywords of letters, digits, space and `._-`.
_TITLE = 100
_KEYWORD = r"[^\W_]([\w .-]*[\w.-])"
# The publisher of the example that comes with the code.
EXAMPLE = "Example Open Data Office"
_RIGHTS = 255  # DCAT-US 1.1

# What to say of a setting that is missing or wrong: the portals' rule, and the cure.
_RULES = {
    "publisher": "DCAT-AP, Data.gov and datos.gob.ar refuse a dataset without a publisher: give its name and address.",
    "publisher.type": f"DCAT-AP takes these kinds: {', '.join(PUBLISHER_TYPES)}.",
    "contact": "Data.gov and opendata.swiss refuse a dataset without a contact: give a name and an e-mail address.",
    "contact.email": "Data.gov and datos.gob.ar refuse anything but one plain address, such as opendata@example.org.",
    "license": "Portals refuse data whose licence they can't tell: give id, title, address and the Swiss terms.",
    "license.url": "data.gov.rs and opendata.swiss know a licence by its address only: give it, such as "
    "https://creativecommons.org/licenses/by/4.0/.",
    "license.swiss": f"opendata.swiss takes only its own terms in dct:license: {', '.join(get_args(SwissTerms))}.",
    "title": "Every portal refuses an empty one: give it.",
    "description": "Google's Dataset Search takes descriptions of 50 to 5,000 characters: lengthen or shorten it.",
    "keywords": "CKAN takes 2 to 100 characters in a keyword, and Data.gov needs at least one: reword it.",
    "frequency": f"Portals read the EU frequency list; give one of {', '.join(FREQUENCIES)}.",
    "themes": f"DCAT-AP and datos.gob.ar read the EU data-theme list; give at least one of {', '.join(THEMES)}.",
    "language": f"DCAT-AP reads the EU language list; give one of {', '.join(LANGUAGES)}.",
    "base_url": "Harvesters read the address as it stands (Data.gov: ASCII, no white space): give an http or https "
    "address that ends in '/', without '?' and '#'.",
    "rights": f"Data.gov refuses a rights statement of more than {_RIGHTS} characters: shorten it.",
    "contract": "Programs that read the data look at its first number: give three, such as 1.0.0, in quotes.",
    "doi": "Catalogues and citations make its address themselves: give it as 10.5281/zenodo.1234, without https://doi.org/.",
    "publish": f"These can be named: {', '.join(EXPORTS)}. All else of a release is always made.",
}


class PublicationError(ReportedError):
    """A setting of the publication can't be meant; the message names setting, the portals' rule and the cure."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


def _among(codes: Container[str]) -> AfterValidator:
    """Words of a list, and no others."""

    def judge(value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for word in (value,) if isinstance(value, str) else value:
            if word not in codes:
                raise ValueError(f"'{word}' is not on the list")
        return value

    return AfterValidator(judge)


_Filled = Annotated[str, Field(min_length=1)]
_Description = Annotated[str, Field(min_length=50, max_length=5000)]
_Rights = Annotated[str, Field(min_length=1, max_length=_RIGHTS)]
_Name = Annotated[str, Field(max_length=100), SLUG]
_Url = Annotated[str, written_as(_ADDRESS, "an http or https address in ASCII")]
_Keyword = Annotated[str, Field(min_length=2, max_length=100)]
_Keywords = Annotated[tuple[_Keyword, ...], Field(min_length=1)]


class Publisher(_Strict):
    """The organisation that publishes. `type`: in the words of ADMS."""

    name: _Filled
    url: _Url
    type: Annotated[str, _among(PUBLISHER_TYPES)]


class Contact(_Strict):
    """Whom readers of the data may write to; `email` is a plain address."""

    name: _Filled
    email: str

    @field_validator("email")
    @classmethod
    def _plain(cls, value: str) -> str:
        if value.startswith("mailto:"):
            raise ValueError("give the address alone; 'mailto:' is added where a catalogue wants it")
        if not re.fullmatch(_EMAIL, value):
            raise ValueError("this is no e-mail address")
        return value


class License(_Strict):
    """Licence of the compilation. `swiss`: the nearest of opendata.swiss's own terms, which it alone asks for."""

    id: _Filled
    title: _Filled
    url: _Url
    swiss: SwissTerms | None = None


class Texts(_Strict):
    """Title and description of a dataset or series."""

    title: _Filled
    description: _Description


class Dataset(Texts):
    """What portals list as one dataset. `name`: its lasting identifier. `tables`: what it holds."""

    name: _Name
    tables: Annotated[tuple[str, ...], Field(min_length=1)]


class Edition(Texts):
    """What the pages of the site say of the publication in another language."""

    rights: _Rights
    provenance: _Filled


class Translation(Edition):
    """All texts of the publication in another language. `datasets`: by name of the dataset."""

    keywords: _Keywords
    datasets: dict[str, Texts]


class Translations(_Strict):
    """The languages that portals show, and those in which the site alone may be published."""

    es: Translation | None = None
    de: Translation | None = None
    fr: Translation | None = None
    it: Translation | None = None
    ar: Edition | None = None
    ru: Edition | None = None
    zh: Edition | None = None

    def items(self) -> tuple[tuple[str, Translation], ...]:
        """Language and texts of each that portals show."""
        texts = (("de", self.de), ("es", self.es), ("fr", self.fr), ("it", self.it))
        return tuple((language, given) for language, given in texts if given)


_Longitude = Annotated[float, Field(ge=-180, le=180)]
_Latitude = Annotated[float, Field(ge=-90, le=90)]


class Publication(_Strict):
    """What every catalogue says of the dataset.

    `contract`: version of the tables and columns, of which a new first number says that some are gone or have another
    meaning. `editions`: languages beside English of the whole site. `base_url`: where the latest release stands, with a
    trailing slash. `doi`: of the deposited dataset. `publish`: what is made beside what every release has. `bbox`:
    west, south, east and north of all that the data is about, in degrees. `dictionary`: by language, texts of tables
    and columns in English and in that language (`datapackage/translations/`).
    """

    name: _Name
    title: _Filled
    description: _Description
    language: Annotated[str, _among(LANGUAGES)]
    keywords: _Keywords
    frequency: Annotated[str, _among(FREQUENCIES)]
    themes: Annotated[tuple[str, ...], Field(min_length=1), _among(THEMES)]
    contract: Annotated[str, written_as(r"[0-9]+\.[0-9]+\.[0-9]+", "three numbers")]
    publisher: Publisher
    contact: Contact
    base_url: str
    editions: Annotated[tuple[str, ...], _among(TRANSLATED)] = ()
    doi: Annotated[str, written_as(DOI, "a DOI")] | None = None
    license: License
    rights: _Rights
    provenance: _Filled
    series: Texts
    datasets: Annotated[tuple[Dataset, ...], Field(min_length=1)]
    translations: Translations
    tables: tuple[str, ...]
    publish: tuple[Annotated[str, _among(EXPORTS)], ...]
    bbox: tuple[_Longitude, _Latitude, _Longitude, _Latitude] | None = None
    dictionary: dict[str, dict[str, str]] = Field(default_factory=dict)

    @property
    def doi_url(self) -> str | None:
        """Address of the DOI."""
        return f"https://doi.org/{self.doi}" if self.doi else None

    @property
    def unset(self) -> tuple[str, ...]:
        """The settings that still are those of the example."""
        addresses = {"base_url": self.base_url, "publisher.url": self.publisher.url}
        hosts = {name: urlsplit(address).hostname or "" for name, address in addresses.items()}
        hosts["contact.email"] = self.contact.email.rpartition("@")[2]
        unset = [name for name, host in hosts.items() if f".{host}".endswith(".example.org")]
        return tuple(sorted([*unset, *(["publisher.name"] if self.publisher.name == EXAMPLE else [])]))

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value != value.strip():
            raise ValueError("there is white space around the address; delete it")
        if not re.fullmatch(_ADDRESS, value) or not value.endswith("/") or "?" in value or "#" in value:
            raise ValueError("this is no address that others can be appended to")
        return value

    @model_validator(mode="after")
    def _complete(self) -> Publication:
        listed = Counter(table for dataset in self.datasets for table in dataset.tables)
        if unknown := sorted(set(listed) - set(self.tables)):
            raise ValueError(f"datasets: {', '.join(unknown)} must be in `tables`, too")
        if wrong := sorted(t for t in self.tables if listed[t] != 1):
            raise ValueError(f"datasets: each table must be in exactly one dataset; look at {', '.join(wrong)}")
        titles = Counter(dataset.title for dataset in self.datasets)
        twice = sorted(title for title, n in titles.items() if n > 1)
        if twice:
            raise ValueError(f"datasets: CKAN names them by title, so no two may be the same: {', '.join(twice)}")
        names = {dataset.name for dataset in self.datasets}
        for language, translation in self.translations.items():
            if set(translation.datasets) != names:
                missing = ", ".join(sorted(names ^ set(translation.datasets)))
                raise ValueError(f"translations.{language}.datasets: give the texts of each dataset; look at {missing}")
        return self

    @model_validator(mode="after")
    def _fit_for_those_who_are_named(self) -> Publication:
        """What single portals ask for binds whoever publishes to them."""
        shown: dict[str, tuple[str, ...]] = {f"pages in {language}": (language,) for language in self.editions}
        shown |= {export: EXPORTS[export].get("languages", ()) for export in self.publish}
        lacking = {who: [x for x in languages if not getattr(self.translations, x)] for who, languages in shown.items()}
        wrong = [f"translations: give {', '.join(some)}, for {who}" for who, some in lacking.items() if some]
        if "dcat-ap-ch" in self.publish and not self.license.swiss:
            wrong.append(f"license.swiss: {_RULES['license.swiss'].rstrip('.')}")
        if "datos-gob-ar" in self.publish and not wrong:
            wrong += self._refused_in_argentina()
        if wrong:
            raise ValueError(f"{'; '.join(wrong)}. Or take the name out of publish")
        return self

    def _refused_in_argentina(self) -> Iterator[str]:
        """Settings that datos.gob.ar (`datos-gob-ar`) refuses, with its rule."""
        titles = {"title": self.title} | {f"datasets.{d.name}.title": d.title for d in self.datasets}
        keywords = {"keywords": self.keywords}
        if spanish := self.translations.es:
            titles |= {"translations.es.title": spanish.title}
            titles |= {f"translations.es.datasets.{name}.title": d.title for name, d in spanish.datasets.items()}
            keywords |= {"translations.es.keywords": spanish.keywords}
        for setting, title in titles.items():
            if len(title) > _TITLE:
                yield f"{setting}: datos.gob.ar refuses titles over {_TITLE} characters: shorten it"
        for setting, words in keywords.items():
            for word in (word for word in words if not re.fullmatch(_KEYWORD, word)):
                yield f"{setting}: datos.gob.ar takes letters, digits, spaces and ._- alone: reword '{word}'"


def load_publication(*alone: Path) -> Publication:
    """Read and check the publication: the operator's keys over those that are shipped.

    `alone`: files in place of both, later ones over earlier ones. Dictionaries are in `translations/` beside the first.

    Raises:
        PublicationError: with one line per setting that is wrong or missing.
    """
    paths = declared_in("publication.yaml", *alone)
    data = read_keys(paths, PublicationError)
    if isinstance(data, dict):
        dictionaries = sorted((paths[0].parent / "translations").glob("*.yaml"))
        data["dictionary"] = {d.stem: read_yaml(d) for d in dictionaries}
        if "profiles" in data:
            raise PublicationError(f"{named(paths)} can't be used:\n{_renamed(data['profiles'])}")
    try:
        return Publication.model_validate(data)
    except ValidationError as error:
        lines = [_line([str(p) for p in e["loc"]], fault_words(e, Publication)) for e in error.errors()]
        raise PublicationError(f"{named(paths)} can't be used:\n" + "\n".join(lines)) from error


def publish_line(exports: Iterable[str]) -> str:
    """The line of `publication.yaml` that names these, in the order in which they are listed there."""
    return f"publish: [{', '.join(export for export in EXPORTS if export in set(exports))}]"


def _renamed(profiles: object) -> str:
    """What to put in place of `profiles`, which left out catalogues where all else was made."""
    formerly = {export: read["profile"] for export, read in EXPORTS.items() if "profile" in read}
    kept = {export for export, profile in formerly.items() if not isinstance(profiles, list) or profile in profiles}
    return (
        "  profiles: it is `publish` now. Put this line in its place for all that was made until now, and leave out "
        f"what nobody asks for:\n{publish_line(kept | {'xlsx', 'zip', 'sqlite', 'csvw'})}"
    )


def _line(setting: list[str], problem: str) -> str:
    """One line for the person who sets it. The most particular rule that fits is quoted."""
    words = [word for word in setting if not word.isdigit()]
    candidates = [".".join(words), *reversed(words), *words[:1]]
    rule = next((_RULES[c] for c in candidates if c in _RULES), "")
    return f"  {'.'.join(setting) or 'the file'}: {problem}. {rule}".rstrip()
