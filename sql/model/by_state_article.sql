-- Complete over the States that a note lists or speaks of and the articles that a note covers, so that no pair is
-- missing in silence. Not covered is an article of a thematic compilation, which holds no paragraphs that could speak
-- of a State, nor one that headings name only within a range.
WITH covered AS (
    SELECT DISTINCT
        article,
        note_id
    FROM section_articles
    WHERE NOT by_range
),

listed AS (
    SELECT DISTINCT
        submissions.state_iso3,
        covered.article
    FROM submissions
    INNER JOIN covered ON submissions.note_id = covered.note_id
    WHERE submissions.declared
),

reported AS (
    SELECT
        statements.state_iso3,
        statement_articles.article,
        COUNT(*) AS statement_count
    FROM statement_articles
    INNER JOIN statements ON statement_articles.statement_id = statements.statement_id
    WHERE NOT statement_articles.by_range
    GROUP BY statements.state_iso3, statement_articles.article
),

all_states AS (
    SELECT DISTINCT state_iso3
    FROM submissions
),

all_articles AS (
    SELECT DISTINCT article
    FROM covered
)

SELECT
    all_states.state_iso3,
    all_articles.article,
    COALESCE(reported.statement_count, 0) AS statement_count,
    CASE
        WHEN reported.statement_count > 0 THEN 'reported'
        WHEN listed.article IS NOT NULL THEN 'listed_no_paragraph'
        ELSE 'not_listed'
    END AS status
FROM all_states
CROSS JOIN all_articles
LEFT JOIN
    reported
    ON all_states.state_iso3 = reported.state_iso3 AND all_articles.article = reported.article
LEFT JOIN
    listed
    ON all_states.state_iso3 = listed.state_iso3 AND all_articles.article = listed.article
ORDER BY all_states.state_iso3, all_articles.article
