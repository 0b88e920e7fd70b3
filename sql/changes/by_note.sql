-- What became of rows of each note, by change and reason. `changes`: the rows that differ, of tables that make up a
-- note. `notes`, `notes_before`: of this release and of the one before.
WITH named AS (
    SELECT
        *,
        REGEXP_EXTRACT(identifier, '^[^./]+') AS note_id
    FROM changes
)

SELECT
    COALESCE(notes.note_symbol, notes_before.note_symbol, named.note_id) AS note,
    named.note_id,
    named.change,
    named.cause,
    named.reason,
    COUNT(*) AS row_count,
    COUNT(*) FILTER (WHERE named."table" = 'statements') AS statement_count,
    BOOL_OR(named."table" = 'notes') AS is_whole
FROM named
LEFT JOIN notes ON named.note_id = notes.note_id
LEFT JOIN notes_before ON named.note_id = notes_before.note_id
GROUP BY ALL
ORDER BY named.note_id, named.change, named.cause, named.reason
