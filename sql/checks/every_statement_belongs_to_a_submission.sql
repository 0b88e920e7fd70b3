SELECT
    statements.statement_id AS identifier,
    statements.state_iso3 AS offending,
    'a row of submissions' AS expected
FROM statements
LEFT JOIN
    submissions
    ON statements.note_id = submissions.note_id AND statements.state_iso3 = submissions.state_iso3
WHERE submissions.note_id IS NULL
ORDER BY identifier
