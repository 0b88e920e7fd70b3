"""Patterns for lists of words.

Here: making one pattern of many words. Not here: what the words mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word))) + ")"


def in_either_case(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, with or without a capital first letter, the longest first."""
    ordered = sorted(set(phrases), key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(first_in_either_case(phrase) for phrase in ordered) + ")"


def first_in_either_case(phrase: str) -> str:
    """A pattern for the phrase with or without a capital first letter."""
    first, rest = phrase[0], re.escape(phrase[1:])
    return f"[{first.upper()}{first.lower()}]{rest}" if first.isalpha() else re.escape(first) + rest


def trie_pattern(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first, that shares their beginnings.

    Many times faster than `any_of` for finding one of hundreds of words in a text. Words may be broken over two lines:
    a space stands for several, and a hyphen may have a space after it.
    """
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _node_pattern(trie)


def _node_pattern(node: dict[str, Any]) -> str:
    branches = [_character(c) + _node_pattern(node[c]) for c in sorted(node) if c]
    if not branches:
        return ""
    pattern = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{pattern})?" if "" in node else pattern


def _character(character: str) -> str:
    return {" ": " +", "-": "- ?"}.get(character, re.escape(character))
