-- Complete over the States that a note lists or mentions and the articles that a note covers, so that no pair is
-- missing in silence.
WITH pairs AS (
    SELECT
        state_iso3,
        article,
        CAST(SUM(statement_count) AS BIGINT) AS statement_count,
        -- What one note tells of the State counts; silent it is only where every note that lists it is silent of it.
        CASE
            WHEN COUNT(*) FILTER (WHERE status = 'reported') > 0 THEN 'reported'
            WHEN COUNT(*) FILTER (WHERE status = 'mentioned') > 0 THEN 'mentioned'
            WHEN COUNT(*) FILTER (WHERE status = 'listed') > 0 THEN 'listed'
            ELSE 'silent'
        END AS status
    FROM state_timeline
    GROUP BY state_iso3, article
),

all_states AS (
    SELECT DISTINCT state_iso3
    FROM submissions
),

all_articles AS (
    SELECT
        covered_articles.article,
        COUNT(*) FILTER (WHERE notes.respondents_read <> 'whole') AS unread_list_count
    FROM views.covered_articles
    INNER JOIN notes ON covered_articles.note_id = notes.note_id
    GROUP BY covered_articles.article
)

SELECT
    all_states.state_iso3,
    all_articles.article,
    COALESCE(pairs.statement_count, 0) AS statement_count,
    COALESCE(
        pairs.status, CASE WHEN all_articles.unread_list_count > 0 THEN 'list_not_read' ELSE 'not_listed' END
    ) AS status
FROM all_states
CROSS JOIN all_articles
LEFT JOIN pairs
    ON all_states.state_iso3 = pairs.state_iso3 AND all_articles.article = pairs.article
ORDER BY all_states.state_iso3, all_articles.article
