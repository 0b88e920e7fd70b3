-- Of the rows that would disappear (`fresh`): how many are lost with each file, and by each other cause, the gravest
-- first. `causes`: codes in the order of their gravity. `notes`: of the release before.
WITH lost AS (
    SELECT
        causes.rank,
        fresh.cause,
        CASE WHEN fresh.cause NOT IN ('new_rules', 'read_otherwise') THEN fresh.source_file END AS source_file,
        fresh.source,
        fresh.note_id,
        COALESCE(notes.note_symbol, fresh.note_id) AS note
    FROM fresh
    INNER JOIN causes ON fresh.cause = causes.cause
    LEFT JOIN notes ON fresh.note_id = notes.note_id
)

SELECT
    cause,
    source_file,
    MIN(source) AS place,
    COUNT(*) AS row_count,
    COUNT(DISTINCT note_id) AS note_count,
    MIN(note) AS first_note
FROM lost
GROUP BY rank, cause, source_file
ORDER BY rank, source_file
