"""From archived text to rows: one document by pure functions (`note.py`), and all documents of a run.

What is kept from run to run is written by `batch.py`, `extraction.py` and `last_good.py` alone. Not here: Dagster
(`operate/`), the published tables (`model/`).
"""
