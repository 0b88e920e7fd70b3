SELECT
    s.*,
    s.statement_id AS row_id,
    t.region
FROM statements AS s
INNER JOIN states AS t ON s.state_iso3 = t.state_iso3
ORDER BY s.note_issued DESC NULLS LAST, s.note_id, s.position, s.statement_id
