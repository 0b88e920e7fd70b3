WITH themes AS (
    SELECT
        statement_articles.article,
        statements.theme,
        COUNT(*) AS statement_count
    FROM statement_articles
    INNER JOIN statements ON statement_articles.statement_id = statements.statement_id
    WHERE statements.theme IS NOT NULL AND NOT statement_articles.by_range
    GROUP BY statement_articles.article, statements.theme
)

SELECT
    COALESCE(by_theme.article, themes.article) || '/' || COALESCE(by_theme.theme, themes.theme) AS identifier,
    CAST(by_theme.statement_count AS VARCHAR) AS offending,
    CAST(themes.statement_count AS VARCHAR) AS expected
FROM by_theme
FULL OUTER JOIN themes ON by_theme.article = themes.article AND by_theme.theme = themes.theme
WHERE by_theme.statement_count IS DISTINCT FROM themes.statement_count
ORDER BY identifier
