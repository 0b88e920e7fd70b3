"""Hostile files, made by code: each must be refused with a reason, or read without harm.

Here: the files and what is expected of each. Not here: the tests, so that whole runs can be tried with them too.
"""

from tests.hostile.files import HOSTILE, HostileFile

__all__ = ["HOSTILE", "HostileFile"]
