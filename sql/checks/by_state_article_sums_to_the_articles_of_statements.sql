WITH pairs AS (
    SELECT
        statements.state_iso3,
        statement_articles.article,
        COUNT(*) AS statement_count
    FROM statement_articles
    INNER JOIN statements ON statement_articles.statement_id = statements.statement_id
    WHERE NOT statement_articles.by_range
    GROUP BY statements.state_iso3, statement_articles.article
)

SELECT
    COALESCE(by_state_article.state_iso3, pairs.state_iso3) AS identifier,
    COALESCE(by_state_article.article, pairs.article) AS offending,
    CAST(pairs.statement_count AS VARCHAR) AS expected
FROM by_state_article
FULL OUTER JOIN
    pairs
    ON by_state_article.state_iso3 = pairs.state_iso3 AND by_state_article.article = pairs.article
WHERE COALESCE(by_state_article.statement_count, -1) <> COALESCE(pairs.statement_count, 0)
ORDER BY identifier, offending
