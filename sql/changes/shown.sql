-- The first rows of a table that differ, each as it was (`old_rows`) and as it is (`new_rows`).
WITH differing AS (
    SELECT *
    FROM changes
    WHERE "table" = $1
    ORDER BY identifier, change
    LIMIT $2
)

SELECT
    d.*,
    o.whole AS was,
    n.whole AS is_now
FROM differing AS d
LEFT JOIN old_rows AS o ON d.identifier = o.row_identifier
LEFT JOIN new_rows AS n ON d.identifier = n.row_identifier
ORDER BY d.identifier, d.change
