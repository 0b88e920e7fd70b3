"""Patterns for lists of words.

Here: making one pattern of many words. Not here: what the words mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first.

    The words share their beginnings, which the regular expression engine would else try one by one.
    """
    return f"(?:{_node_pattern(_trie(words), re.escape)})"


def in_either_case(phrases: Iterable[str]) -> str:
    """A pattern for any of the phrases, with or without a capital first letter, the longest first."""
    firsts: dict[str, list[str]] = {}
    for phrase in phrases:
        firsts.setdefault(_letter_in_either_case(phrase[0]), []).append(phrase[1:])
    return f"(?:{'|'.join(first + any_of(rests) for first, rests in sorted(firsts.items()))})"


def first_in_either_case(phrase: str) -> str:
    """A pattern for the phrase with or without a capital first letter."""
    return _letter_in_either_case(phrase[0]) + re.escape(phrase[1:])


def trie_pattern(words: Iterable[str]) -> str:
    """As `any_of`, for words that may be broken over two lines.

    A space stands for several, and a hyphen may have a space after it.
    """
    return _node_pattern(_trie(words), _breakable)


def spaced_pattern(words: Iterable[str]) -> str:
    """As `any_of`, for words without spaces between letters, where a line break may have put one, also at the end."""
    return f"(?:{_node_pattern(_trie(words), lambda character: f'{re.escape(character)} ?')})"


def _letter_in_either_case(letter: str) -> str:
    return f"[{letter.upper()}{letter.lower()}]" if letter.isalpha() else re.escape(letter)


def _trie(words: Iterable[str]) -> dict[str, Any]:
    """The words as a tree of their characters; an empty character is the end of a word."""
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


def _breakable(character: str) -> str:
    return {" ": " +", "-": "- ?"}.get(character, re.escape(character))
