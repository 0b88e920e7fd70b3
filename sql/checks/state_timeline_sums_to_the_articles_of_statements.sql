SELECT
    by_state_article.state_iso3 || '/' || by_state_article.article AS identifier,
    SUM(state_timeline.statement_count) AS offending,
    by_state_article.statement_count AS expected
FROM by_state_article
LEFT JOIN
    state_timeline
    ON by_state_article.state_iso3 = state_timeline.state_iso3 AND by_state_article.article = state_timeline.article
GROUP BY by_state_article.state_iso3, by_state_article.article, by_state_article.statement_count
HAVING COALESCE(SUM(state_timeline.statement_count), 0) <> by_state_article.statement_count
ORDER BY identifier
