SELECT state_name, count(*) AS statement_count
FROM 'data/statements.parquet'
GROUP BY state_name
ORDER BY state_name;
