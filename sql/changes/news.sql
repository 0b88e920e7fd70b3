-- What became of notes, statements and States between two releases. `changes`: the rows that differ. `notes`: of the
-- newer one. A row that was moved is gone and new to the table, and neither to a reader. The identifier of a statement
-- ends with its State's code.
WITH moved AS (
    SELECT successor_id
    FROM changes
    WHERE successor_id <> ''
)

SELECT
    CASE WHEN changes.successor_id <> '' THEN 'moved' ELSE changes.change END AS became,
    COUNT(*) FILTER (WHERE changes."table" = 'notes') AS note_count,
    COUNT(*) FILTER (WHERE changes."table" = 'statements') AS statement_count,
    COUNT(DISTINCT CASE
        WHEN changes."table" = 'statements' THEN REGEXP_EXTRACT(changes.identifier, '\.([A-Z]{3})[^.]*$', 1)
    END) AS state_count,
    LIST(COALESCE(notes.note_symbol, notes.note_id) ORDER BY notes.note_id) AS note_names
FROM changes
LEFT JOIN notes ON changes."table" = 'notes' AND changes.identifier = notes.note_id
WHERE
    changes.change <> 'added'
    OR changes.identifier NOT IN (SELECT moved.successor_id FROM moved)
GROUP BY became
ORDER BY became
