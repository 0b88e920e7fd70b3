import duckdb

print(duckdb.sql("SELECT state_name, count(*) FROM 'data/statements.parquet' GROUP BY state_name ORDER BY state_name"))
