SELECT
    statement_articles.article,
    statements.theme,
    COUNT(*) AS statement_count,
    COUNT(DISTINCT statements.state_iso3) AS state_count
FROM statement_articles
INNER JOIN statements ON statement_articles.statement_id = statements.statement_id
WHERE statements.theme IS NOT NULL AND NOT statement_articles.by_range
GROUP BY statement_articles.article, statements.theme
ORDER BY statement_articles.article, statements.theme
