SELECT
    by_article.article AS identifier,
    CAST(by_article.statement_count AS VARCHAR) AS offending,
    CAST(COUNT(statement_articles.statement_id) AS VARCHAR) AS expected
FROM by_article
FULL OUTER JOIN statement_articles
    ON by_article.article = statement_articles.article AND NOT statement_articles.by_range
WHERE by_article.article IS NOT NULL OR NOT statement_articles.by_range
GROUP BY by_article.article, by_article.statement_count
HAVING by_article.statement_count IS DISTINCT FROM COUNT(statement_articles.statement_id)
ORDER BY identifier
