-- What is added to a collective statement: its place in the note, and the articles that its headings name within a
-- range alone.
WITH ranged AS (
    SELECT
        p.paragraph_id,
        LIST(a.article ORDER BY a.article) AS articles
    FROM data.paragraphs AS p
    INNER JOIN data.section_articles AS a ON p.section_id = a.section_id
    WHERE a.by_range
    GROUP BY p.paragraph_id
)

SELECT
    s.collective_statement_id,
    p.position,
    COALESCE(r.articles, []) AS articles_by_range
FROM data.collective_statements AS s
INNER JOIN data.paragraphs AS p ON s.paragraph_id = p.paragraph_id
LEFT JOIN ranged AS r ON s.paragraph_id = r.paragraph_id
ORDER BY s.collective_statement_id
