"""Notes of the Secretariat turned into open data."""

import gc
import sys

# The libraries make half a million objects that stay. Python would look through all of them again and again for some
# that lead to each other and to which nothing else leads: a fifth of the time of a run over one note.
gc.set_threshold(50_000, 100, 50)
# A thread that writes ten thousand small files waits for its turn after each, by default for five milliseconds.
sys.setswitchinterval(0.0005)
