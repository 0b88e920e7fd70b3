-- What is added to a statement: its place in the note, the articles that its headings name within a range alone, its
-- quotes in other languages.
WITH ranged AS (
    SELECT
        p.paragraph_id,
        LIST(a.article ORDER BY a.article) AS articles
    FROM data.paragraphs AS p
    INNER JOIN data.section_articles AS a ON p.section_id = a.section_id
    WHERE a.by_range
    GROUP BY p.paragraph_id
),

texts AS (
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
    s.statement_id,
    p.position,
    COALESCE(r.articles, []) AS articles_by_range,
    COALESCE(t.quotes, []) AS in_languages
FROM data.statements AS s
INNER JOIN data.paragraphs AS p ON s.paragraph_id = p.paragraph_id
LEFT JOIN ranged AS r ON s.paragraph_id = r.paragraph_id
LEFT JOIN texts AS t ON s.statement_id = t.statement_id
ORDER BY s.statement_id
