-- How many rows of each table differ (`changes`), by kind of change.
SELECT
    change,
    "table",
    COUNT(*) AS row_count
FROM changes
GROUP BY change, "table"
ORDER BY change, "table"
