"""Reads a declaration, and says in plain words what is wrong with it: no file, no YAML, what pydantic found.

Not here: what a declaration may say.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import AfterValidator, BaseModel, ValidationError

from pipelines.workspace.errors import ReportedError
from pipelines.workspace.paths import named_in_vain
from pipelines.workspace.yaml_file import read_yaml, yaml_fault

# By pydantic's type of fault; the others it says well enough itself.
_WORDS = {
    "extra_forbidden": "unknown key",
    "model_type": "it needs keys with values",
    "dict_type": "it needs keys with values",
    "missing": "it is missing",
    "string_type": "it is no text. Put it between quotation marks",
    "bool_type": "it is true or false",
    "list_type": "it is no list. Begin each entry with a dash",
}
Declaration = TypeVar("Declaration", bound=BaseModel)


def written_as(pattern: str, words: str) -> AfterValidator:
    """A check of a string's form by a pattern for all of it; `words`: the form, for whoever wrote another."""

    def check(value: str | None) -> str | None:
        if value is not None and not re.fullmatch(pattern, value):
            raise ValueError(f"it must be {words}, and is '{value}'")
        return value

    return AfterValidator(check)


# The name of a source, a dataset; and of a variable of the environment.
SLUG = written_as(r"[a-z0-9]+(-[a-z0-9]+)*", "small letters, digits and single hyphens, such as sessions-2026")
VARIABLE = written_as(r"[A-Z][A-Z0-9_]*", "the name of a variable: capital letters, digits and _, such as MY_TOKEN")


def read_declaration(path: Path, error: type[ReportedError], *, called: str = "") -> Any:
    """What a YAML file declares; None where it is empty. `called`: what it is, before its path in a message.

    Raises:
        ReportedError: of the kind `error`, where the file can't be read or is no YAML.
    """
    try:
        return read_yaml(path)
    except OSError as fault:
        raise error(named_in_vain(path) or f"{called} {path} can't be read: {fault.strerror}.".lstrip()) from fault
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise error(f"{path.name} is no YAML: {yaml_fault(fault)}.") from fault


def validated(kind: type[Declaration], declared: object, error: type[ReportedError], where: str) -> Declaration:
    """What was declared, as a model. `where`: what it stands in.

    Raises:
        ReportedError: of the kind `error`, with all that is wrong.
    """
    try:
        return kind.model_validate(declared)
    except ValidationError as fault:
        said = "; ".join(f"{fault_place(one)}: {fault_words(one)}" for one in fault.errors())
        raise error(f"{where} can't be used: {said}.") from fault


def fault_place(fault: Mapping[str, Any]) -> str:
    """Where it is: the keys that lead there."""
    return ".".join(map(str, fault["loc"])) or "the file"


def fault_words(fault: Mapping[str, Any]) -> str:
    """What is wrong there."""
    return _WORDS.get(fault["type"]) or str(fault["msg"]).removeprefix("Value error, ")
