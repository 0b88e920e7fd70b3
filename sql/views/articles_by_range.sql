-- By paragraph the articles that its headings name within a range alone.
SELECT
    p.paragraph_id,
    LIST(a.article ORDER BY a.article) AS articles
FROM data.paragraphs AS p
INNER JOIN data.section_articles AS a ON p.section_id = a.section_id
WHERE a.by_range
GROUP BY p.paragraph_id
