INSTALL httpfs; LOAD httpfs;
SELECT * FROM '{base}data/statements.parquet';
