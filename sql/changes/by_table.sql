-- Of the rows that would disappear (`fresh`): how many each note loses of each table. `notes`: of the release before.
SELECT
    COALESCE(notes.note_symbol, fresh.note_id) AS note,
    fresh."table",
    COUNT(*) AS row_count
FROM fresh
LEFT JOIN notes ON fresh.note_id = notes.note_id
GROUP BY ALL
ORDER BY note, fresh."table"
