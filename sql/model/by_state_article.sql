-- Complete over the States that a note lists or mentions and the articles that a note covers, so that no pair is
-- missing in silence.
WITH pairs AS (
    SELECT
        state_iso3,
        article,
        CAST(SUM(statement_count) AS BIGINT) AS statement_count
    FROM state_timeline
    GROUP BY state_iso3, article
),

all_states AS (
    SELECT DISTINCT state_iso3
    FROM submissions
),

all_articles AS (
    SELECT DISTINCT article
    FROM views.covered_articles
)

SELECT
    all_states.state_iso3,
    all_articles.article,
    COALESCE(pairs.statement_count, 0) AS statement_count,
    CASE
        WHEN pairs.statement_count > 0 THEN 'reported'
        WHEN pairs.article IS NOT NULL THEN 'listed_no_paragraph'
        ELSE 'not_listed'
    END AS status
FROM all_states
CROSS JOIN all_articles
LEFT JOIN pairs
    ON all_states.state_iso3 = pairs.state_iso3 AND all_articles.article = pairs.article
ORDER BY all_states.state_iso3, all_articles.article
