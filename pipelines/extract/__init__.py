"""From archived text to rows: pure functions, no Dagster, no disk but in `batch.py`."""
