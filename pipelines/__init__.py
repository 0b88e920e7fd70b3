"""Notes of the Secretariat turned into open data."""

import os

# Whoever starts it: nobody asked for Dagster's telemetry.
os.environ.setdefault("DAGSTER_DISABLE_TELEMETRY", "1")
