"""From archived text to rows: pure functions, no disk, no Dagster outside assets.py and checks.py."""
