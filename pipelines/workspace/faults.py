"""Reads a declaration, and says in plain words what is wrong with it: no file, no YAML, a fault of pydantic's.

Not here: what a declaration may say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar, get_args

import yaml
from pydantic import AfterValidator, BaseModel, ValidationError

from pipelines.workspace.errors import ReportedError
from pipelines.workspace.yaml_file import read_yaml, yaml_fault

# By pydantic's type of fault; the others it says well enough itself.
_WORDS = {
    "model_type": "it needs keys with values",
    "dict_type": "it needs keys with values",
    "dataclass_type": "it needs keys with values",
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


def read_declaration(path: Path, error: type[ReportedError]) -> Any:
    """What a YAML file declares; None where it is empty.

    Raises:
        ReportedError: of the kind `error`, where the file can't be read or is no YAML.
    """
    try:
        return read_yaml(path)
    except OSError as fault:
        raise error(f"{path} can't be read: {fault.strerror}.") from fault
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise error(f"{path.name} is no YAML: {yaml_fault(fault)}.") from fault


def read_keys(paths: Sequence[Path], error: type[ReportedError]) -> Any:
    """What several files declare together: keys over keys at every depth, those of a later file over an earlier one's.

    Raises:
        ReportedError: of the kind `error`, where a file can't be read, is no YAML or has no keys for those before it.
    """
    declared: Any = None
    for path in paths:
        content = read_declaration(path, error)
        if isinstance(declared, dict) and not isinstance(content, dict | None):
            raise error(f"{path} can't be used: it needs keys with values.")
        declared = _over(declared, content) if content is not None else declared
    return declared


def _over(below: Any, above: Any) -> Any:
    if not isinstance(below, dict) or not isinstance(above, dict):
        return above
    return below | {key: _over(below.get(key), value) for key, value in above.items()}


def named(paths: Sequence[Path]) -> str:
    """The declaring files in a message: `settings.yaml`, or the path of the operator's file where there is one."""
    return paths[0].name if len(paths) == 1 else str(paths[-1])


def validated(kind: type[Declaration], declared: object, error: type[ReportedError], where: str) -> Declaration:
    """What was declared, as a model. `where`: what it stands in.

    Raises:
        ReportedError: of the kind `error`, with all that is wrong.
    """
    try:
        return kind.model_validate(declared)
    except ValidationError as fault:
        places = (".".join(map(str, one["loc"])) or "the file" for one in fault.errors())
        faults = (f"{place}: {fault_words(one, kind)}" for place, one in zip(places, fault.errors(), strict=True))
        raise error(f"{where} can't be used: {'; '.join(faults)}.") from fault


def fault_words(fault: Mapping[str, Any], kind: type[BaseModel]) -> str:
    """What is wrong, in words: `it is missing`. `fault`: one of pydantic's. `kind`: the model that was declared."""
    if fault["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        *above, key = fault["loc"]
        return unknown_key(str(key), _keys_below(kind, above))
    return _WORDS.get(fault["type"]) or str(fault["msg"]).removeprefix("Value error, ")


def unknown_key(key: str, keys: Iterable[str]) -> str:
    """The message about an unknown key, with the one of `keys` that it resembles: `Did you mean 'title'?`."""
    near = get_close_matches(key, keys, 1)
    return f"unknown key. Did you mean '{near[0]}'?" if near else "unknown key"


def _keys_below(kind: Any, place: Sequence[object]) -> set[str]:
    """The keys that a model or dataclass, or one in it, may have."""
    if is_dataclass(kind) and not place:
        return {field.name for field in fields(kind)}
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        if not place:
            return set(kind.model_fields)
        field = kind.model_fields.get(str(place[0]))
        return _keys_below(field.annotation, place[1:]) if field else set()
    # A list or a choice of models: the place of an entry names none of them.
    rest = place[1:] if place and isinstance(place[0], int) else place
    return {key for part in get_args(kind) for key in _keys_below(part, rest)}
