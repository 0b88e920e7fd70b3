-- Each State under each article. `shade`: one of four, by quarters of the highest number; 0 where nothing is counted.
WITH highest AS (
    SELECT MAX(statement_count) AS n
    FROM by_state_article
)

SELECT
    c.*,
    b.state_name,
    b.region,
    COALESCE((4 * c.statement_count + h.n - 1) // NULLIF(h.n, 0), 0) AS shade
FROM by_state_article AS c
INNER JOIN by_state AS b ON c.state_iso3 = b.state_iso3
CROSS JOIN highest AS h
ORDER BY b.state_name, c.state_iso3, c.article
