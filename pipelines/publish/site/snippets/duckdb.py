import duckdb

with duckdb.connect("{name}.duckdb", read_only=True) as data:
    print(data.sql("SELECT state_name, count(*) FROM statements GROUP BY state_name ORDER BY state_name"))
