"""Patterns for lists of words, which share their beginnings, the longest first: `Pa(?:kistan|nama)`.

Not here: the lists of words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any


def trie_pattern(words: Iterable[str]) -> str:
    """A pattern for any of the words or phrases, which may be broken over two lines.

    A space stands for any white space, an apostrophe for either sign, and a hyphen may have a space after it.
    """
    signs = {" ": r"\s+", "-": "- ?", "'": "['’]"}
    return _node_pattern(_trie(words), lambda character: signs.get(character, re.escape(character)))


def spaced_pattern(words: Iterable[str]) -> str:
    """A pattern for any of the words of a script without spaces, where a line break may put one behind any letter."""
    return f"(?:{_node_pattern(_trie(words), lambda character: f'{re.escape(character)} ?')})"


def _trie(words: Iterable[str]) -> dict[str, Any]:
    """The words as a tree: `{"a": {"t": {"": {}, "e": {"": {}}}}}` for "at" and "ate"; the empty key ends a word."""
    trie: dict[str, Any] = {}
    for word in words:
        node = trie
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return trie


def _node_pattern(node: dict[str, Any], pattern_of: Callable[[str], str]) -> str:
    branches = [pattern_of(c) + _node_pattern(node[c], pattern_of) for c in sorted(node) if c]
    if not branches:
        return ""
    pattern = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{pattern})?" if "" in node else pattern
