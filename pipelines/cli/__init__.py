"""The command line `uncac`: for people, and for cron.

One module a command. Not here: what a command does; a command parses, calls, and says what came of it.
"""

from pipelines.cli.app import main

__all__ = ["main"]
