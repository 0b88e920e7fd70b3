WITH all_states AS (
    SELECT DISTINCT state_iso3
    FROM submissions
),

all_articles AS (
    SELECT DISTINCT article
    FROM views.covered_articles
),

pairs AS (
    SELECT
        all_states.state_iso3,
        all_articles.article
    FROM all_states
    CROSS JOIN all_articles
)

SELECT
    COALESCE(by_state_article.state_iso3, pairs.state_iso3)
    || '/' || COALESCE(by_state_article.article, pairs.article) AS identifier,
    by_state_article.status AS offending,
    CASE WHEN pairs.article IS NULL THEN 'no row' ELSE 'a row' END AS expected
FROM by_state_article
FULL OUTER JOIN pairs
    ON by_state_article.state_iso3 = pairs.state_iso3 AND by_state_article.article = pairs.article
WHERE by_state_article.article IS NULL OR pairs.article IS NULL
ORDER BY identifier
