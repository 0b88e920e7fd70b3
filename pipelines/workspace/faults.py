"""Says in plain words what pydantic found wrong with a declaration.

Not here: which file and entry it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# By pydantic's type of fault; the others it says well enough itself.
_WORDS = {
    "extra_forbidden": "unknown key",
    "model_type": "it needs keys with values",
    "dict_type": "it needs keys with values",
    "missing": "it is missing",
}


def fault_place(fault: Mapping[str, Any]) -> str:
    """Where it is: the keys that lead there."""
    return ".".join(map(str, fault["loc"])) or "the file"


def fault_words(fault: Mapping[str, Any]) -> str:
    """What is wrong there."""
    return _WORDS.get(fault["type"]) or str(fault["msg"]).removeprefix("Value error, ")
