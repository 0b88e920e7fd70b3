SELECT state_name, count(*) AS statements
FROM 'data/statements.parquet'
GROUP BY state_name
ORDER BY state_name;
