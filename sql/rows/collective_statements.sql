-- Each collective statement, with its place in the note, and the articles that its headings name within a
-- range alone.
SELECT
    s.*,
    p.position,
    COALESCE(articles_by_range.articles, []) AS articles_by_range
FROM data.collective_statements AS s
INNER JOIN data.paragraphs AS p ON s.paragraph_id = p.paragraph_id
LEFT JOIN views.articles_by_range ON s.paragraph_id = articles_by_range.paragraph_id
ORDER BY s.collective_statement_id
