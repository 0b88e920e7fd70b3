SELECT
    by_article.article AS identifier,
    CAST(by_article.statement_count AS VARCHAR) AS offending,
    CAST(COUNT(statement_articles.statement_id) AS VARCHAR) AS expected
FROM by_article
FULL OUTER JOIN statement_articles ON by_article.article = statement_articles.article
GROUP BY by_article.article, by_article.statement_count
HAVING by_article.statement_count IS DISTINCT FROM COUNT(statement_articles.statement_id)
ORDER BY identifier
