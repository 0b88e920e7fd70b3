WITH notes_of_article AS (
    SELECT
        article,
        COUNT(*) AS note_count
    FROM views.covered_articles
    GROUP BY article
),

states_of_article AS (
    SELECT
        article,
        SUM(statement_count) AS statement_count,
        COUNT(*) FILTER (WHERE status = 'reported') AS state_count
    FROM by_state_article
    GROUP BY article
)

SELECT
    COALESCE(by_article.article, notes_of_article.article, states_of_article.article) AS identifier,
    CONCAT_WS(', ', by_article.note_count, by_article.statement_count, by_article.state_count) AS offending,
    CONCAT_WS(
        ', ',
        notes_of_article.note_count,
        states_of_article.statement_count,
        states_of_article.state_count
    ) AS expected
FROM by_article
FULL OUTER JOIN notes_of_article ON by_article.article = notes_of_article.article
FULL OUTER JOIN states_of_article ON notes_of_article.article = states_of_article.article
WHERE
    by_article.note_count IS DISTINCT FROM notes_of_article.note_count
    OR by_article.statement_count IS DISTINCT FROM COALESCE(states_of_article.statement_count, 0)
    OR by_article.state_count IS DISTINCT FROM COALESCE(states_of_article.state_count, 0)
ORDER BY identifier
