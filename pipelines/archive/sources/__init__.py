"""Where documents come from: looks at each declared source and gives the files that are there now.

`look.py` is the door; a module beside it handles each kind of source. Not here: what is declared
(`pipelines/archive/sources/declared.py`), what becomes of a file (`pipelines/archive/intake.py`).
"""

import pipelines.archive.sources.un_series  # noqa: F401 - enters its kind of source
