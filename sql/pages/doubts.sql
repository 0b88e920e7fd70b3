SELECT
    d.*,
    d.paragraph_id AS row_id,
    t.state_name,
    n.note_title,
    n.note_symbol,
    n.note_issued,
    p.paragraph_number
FROM doubts AS d
LEFT JOIN states AS t ON d.state_iso3 = t.state_iso3
LEFT JOIN notes AS n ON d.note_id = n.note_id
LEFT JOIN paragraphs AS p ON d.paragraph_id = p.paragraph_id
ORDER BY d.turn
