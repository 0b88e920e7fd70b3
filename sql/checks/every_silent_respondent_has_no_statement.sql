SELECT
    submissions.note_id || '/' || submissions.state_iso3 AS identifier,
    CAST(submissions.statement_count AS VARCHAR) AS offending,
    CAST(COUNT(statements.statement_id) AS VARCHAR) AS expected
FROM submissions
LEFT JOIN
    statements
    ON submissions.note_id = statements.note_id AND submissions.state_iso3 = statements.state_iso3
GROUP BY submissions.note_id, submissions.state_iso3, submissions.statement_count, submissions.silent
HAVING
    submissions.statement_count <> COUNT(statements.statement_id)
    OR (submissions.silent AND COUNT(statements.statement_id) > 0)
ORDER BY identifier
