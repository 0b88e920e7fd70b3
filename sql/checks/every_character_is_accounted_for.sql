SELECT
    note_id AS identifier,
    CAST(accounted_character_count AS VARCHAR) AS offending,
    CAST(source_character_count AS VARCHAR) AS expected
FROM coverage
WHERE accounted_character_count <> source_character_count
ORDER BY identifier
