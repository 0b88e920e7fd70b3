SELECT
    note_id AS identifier,
    CAST(characters_accounted_for AS VARCHAR) AS offending,
    CAST(characters_in_source AS VARCHAR) AS expected
FROM coverage
WHERE characters_accounted_for <> characters_in_source
ORDER BY identifier
