-- What is added to a withdrawn row: the note to which it leads, that of its successor, else its own; none, where that
-- is no more.
SELECT
    w.table_name,
    w.row_id,
    n.note_id AS leads_to
FROM data.withdrawn AS w
LEFT JOIN data.notes AS n ON REGEXP_EXTRACT(COALESCE(w.successor_id, w.row_id), '^[^./]+') = n.note_id
ORDER BY w.table_name, w.row_id
