"""Extraction and model on a Spark cluster, for corpora too large for one machine; an extra: `pip install .[spark]`."""
