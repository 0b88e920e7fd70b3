"""How Python is set in processes that are this project's own. Not here: those of others that import it (Dagster's)."""

import atexit
import gc
import sys


def tune() -> None:
    """Set this process for what the project does: many objects that stay, many small files."""
    # The libraries make half a million objects that stay. Python would look through all of them again and again for
    # some that lead to each other and to which nothing else leads: a fifth of the time of a run over one note.
    gc.set_threshold(50_000, 100, 50)
    # At its end Python looks through them once more, which takes a second.
    atexit.register(gc.freeze)
    # A thread that writes ten thousand small files waits for its turn after each, by default for five milliseconds.
    sys.setswitchinterval(0.0005)
