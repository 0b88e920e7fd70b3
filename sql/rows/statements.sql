-- Each statement, with its place in the note, the articles that its headings name within a range alone, its
-- quotes in other languages.
WITH texts AS (
    SELECT
        statement_id,
        LIST(
            { 'language': language, 'quote': quote, 'quote_start': quote_start, 'quote_end': quote_end }
            ORDER BY language
        ) AS quotes
    FROM data.statement_texts
    GROUP BY statement_id
)

SELECT
    s.*,
    p.position,
    COALESCE(articles_by_range.articles, []) AS articles_by_range,
    COALESCE(t.quotes, []) AS in_languages
FROM data.statements AS s
INNER JOIN data.paragraphs AS p ON s.paragraph_id = p.paragraph_id
LEFT JOIN views.articles_by_range ON s.paragraph_id = articles_by_range.paragraph_id
LEFT JOIN texts AS t ON s.statement_id = t.statement_id
ORDER BY s.statement_id
