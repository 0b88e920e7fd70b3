SELECT
    s.* REPLACE (CAST(s.declared AS VARCHAR) AS declared, CAST(s.silent AS VARCHAR) AS silent),
    s.silent_paragraph_id AS row_id,
    n.note_title,
    n.note_symbol,
    n.note_issued
FROM submissions AS s
INNER JOIN notes AS n ON s.note_id = n.note_id
ORDER BY n.note_issued DESC NULLS LAST, s.note_id, s.state_name, s.state_iso3
