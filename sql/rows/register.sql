-- Each row of the register, with the note to which it leads, that of its successor, else its own; none, where
-- that is no more.
SELECT
    r.*,
    n.note_id AS leads_to
FROM data.register AS r
LEFT JOIN data.notes AS n ON REGEXP_EXTRACT(COALESCE(r.successor, r.identifier), '^[^./]+') = n.note_id
ORDER BY r."table", r.identifier
