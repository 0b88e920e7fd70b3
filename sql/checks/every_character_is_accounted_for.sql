-- Each passage begins where the one before ends: a gap and an overlap of equal length add up to the whole.
WITH spans AS (
    SELECT
        note_id,
        source_start AS offending,
        LAG(source_end, 1, 0) OVER (PARTITION BY note_id ORDER BY source_start, source_end) AS expected
    FROM ledger
    UNION ALL
    SELECT
        notes.note_id,
        MAX(ledger.source_end) AS offending,
        notes.source_character_count AS expected
    FROM notes
    LEFT JOIN ledger ON notes.note_id = ledger.note_id
    GROUP BY notes.note_id, notes.source_character_count
    UNION ALL
    SELECT
        note_id,
        accounted_character_count AS offending,
        source_character_count AS expected
    FROM coverage
)

SELECT
    note_id AS identifier,
    CAST(offending AS VARCHAR) AS offending,
    CAST(expected AS VARCHAR) AS expected
FROM spans
WHERE offending IS DISTINCT FROM expected
ORDER BY identifier, offending, expected
