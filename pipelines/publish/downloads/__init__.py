"""The files that hold a whole release at once: workbook, databases, zip. One module each, which registers itself.

Not here: how one registers (`kinds.py`), the CSV and Parquet of single tables (`pipelines/publish/data.py`).
"""
