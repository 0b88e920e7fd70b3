import polars as pl

statements = pl.read_parquet("data/statements.parquet")
print(statements.group_by("state_name").len().sort("state_name"))
