"""The command line `uncac`: for people, and for cron.

One module a command. Not here: what a command does; a command parses, calls, and says what came of it.
"""

import signal


def main() -> None:
    """Run the program."""
    # Before anything that takes a moment to import: Ctrl-C must not end in the middle of that.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    from pipelines.cli.stop import listen

    listen()
    from pipelines.workspace.interpreter import tune

    tune()
    from pipelines.cli.app import app

    app()
