SELECT
    *,
    collective_statement_id AS row_id
FROM collective_statements
ORDER BY note_issued DESC NULLS LAST, note_id, position, collective_statement_id
