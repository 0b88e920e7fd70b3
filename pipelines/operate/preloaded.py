"""What the processes of a pool need, loaded once by the process from which they are forked, which imports this."""

import gc
from contextlib import suppress

from pipelines.workspace.interpreter import tune

tune()

from pipelines.archive import intake  # noqa: E402, F401 - see above
from pipelines.extract.batch import prepare  # noqa: E402

with suppress(Exception):  # whoever needs it meets it again, and says what is wrong
    prepare()
gc.freeze()  # so that those that are forked share its memory
