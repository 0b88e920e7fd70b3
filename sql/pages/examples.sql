-- In each language, a quote that shows what is here: sure, short, of the newest notes.
SELECT
    s.*,
    n.language
FROM statements AS s
INNER JOIN notes AS n ON s.note_id = n.note_id
WHERE LENGTH(s.quote) BETWEEN 60 AND 220 AND s.confidence >= 0.9
QUALIFY
    ROW_NUMBER() OVER (
        PARTITION BY n.language
        ORDER BY s.stage IS NULL, s.note_issued DESC NULLS LAST, s.statement_id
    ) = 1
ORDER BY s.stage IS NULL, s.note_issued DESC NULLS LAST, s.statement_id
