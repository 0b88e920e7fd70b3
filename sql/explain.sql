-- A statement, or a collective one (`statements`), with its paragraph, and the file that its note came from.
SELECT
    s.*,
    p.text,
    p.paragraph_number,
    p.part,
    p.section_id,
    p.source_start,
    p.source_end,
    n.source_file,
    n.source_url,
    n.language
FROM statements AS s
INNER JOIN paragraphs AS p ON s.paragraph_id = p.paragraph_id
INNER JOIN notes AS n ON s.note_id = n.note_id
ORDER BY s.paragraph_id
