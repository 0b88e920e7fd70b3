-- The rows that differ (`differing`), with what was decided of those that leave (`settled`).
SELECT
    differing."table",
    differing.identifier,
    differing.change,
    differing.columns,
    COALESCE(settled.cause, differing.cause) AS cause,
    COALESCE(settled.reason, differing.reason) AS reason,
    COALESCE(settled.successor_id, differing.successor_id) AS successor_id
FROM differing
LEFT JOIN settled
    ON
        differing."table" = settled."table"
        AND differing.identifier = settled.identifier
        AND differing.change = settled.change
ORDER BY differing."table", differing.identifier, differing.change
