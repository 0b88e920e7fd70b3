"""Reads and checks `datapackage/publication.yaml`: what the dataset is, who publishes it and where.

Not here: what a portal makes of it (`catalogues/`), which tables and columns there are (`pipelines/contract.py`).
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

_EMAIL = r"^[^@\s:<>]+@[^@\s]+\.[^@\s]+$"


class PublicationError(Exception):
    """A setting of the publication can't be meant; the message names setting, rule and cure."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Publisher(_Strict):
    """The organisation that publishes."""

    name: Annotated[str, Field(min_length=1)]
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]


class Contact(_Strict):
    """Whom readers of the data may write to; `email` is a plain address."""

    name: Annotated[str, Field(min_length=1)]
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
    """Licence of the compilation."""

    id: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]


class Publication(_Strict):
    """What every catalogue says of the dataset. `base_url`: where the latest release stands, with a trailing slash."""

    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    title: Annotated[str, Field(min_length=1, max_length=100)]
    description: Annotated[str, Field(min_length=50, max_length=5000)]
    language: Annotated[str, Field(pattern=r"^[a-z]{2}$")]
    keywords: Annotated[tuple[str, ...], Field(min_length=1)]
    frequency: str
    themes: Annotated[tuple[str, ...], Field(min_length=1)]
    publisher: Publisher
    contact: Contact
    base_url: str
    license: License
    rights: Annotated[str, Field(min_length=1)]
    tables: tuple[str, ...]

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if value != value.strip():
            raise ValueError("there is white space around the address; delete it")
        if not re.fullmatch(r"^https?://[^\s?#]+/$", value):
            raise ValueError("give an http or https address that ends in '/', without '?' and '#'")
        return value


def load_publication(path: Path) -> Publication:
    """Read and check the publication.

    Raises:
        PublicationError: with one line per setting that is wrong or missing.
    """
    data: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return Publication.model_validate(data)
    except ValidationError as error:
        lines = [
            f"  {'.'.join(str(p) for p in e['loc']) or 'the file'}: {e['msg'].removeprefix('Value error, ')}"
            for e in error.errors()
        ]
        raise PublicationError(f"{path.name} can't be used:\n" + "\n".join(lines)) from error
