WITH listed AS (
    SELECT
        submissions.state_iso3,
        COUNT(*) FILTER (WHERE submissions.declared) AS submission_count,
        CAST(SUM(submissions.statement_count) AS BIGINT) AS statement_count,
        COUNT(*) FILTER (WHERE submissions.silent) AS silent_note_count,
        COUNT(*) FILTER (WHERE submissions.silent IS NULL) AS unclear_note_count,
        MIN(notes.note_issued) AS first_note_issued,
        MAX(notes.note_issued) AS last_note_issued
    FROM submissions
    INNER JOIN notes ON submissions.note_id = notes.note_id
    GROUP BY submissions.state_iso3
),

pairs AS (
    SELECT DISTINCT
        statements.state_iso3,
        statement_articles.article
    FROM statement_articles
    INNER JOIN statements ON statement_articles.statement_id = statements.statement_id
    WHERE NOT statement_articles.by_range
),

articles_of_state AS (
    SELECT
        pairs.state_iso3,
        ARRAY_TO_STRING(LIST_SORT(LIST(articles.article_code)), ';') AS articles
    FROM pairs
    INNER JOIN articles ON pairs.article = articles.article
    GROUP BY pairs.state_iso3
),

texts_of_state AS (
    SELECT
        state_iso3,
        COUNT(*) AS submission_text_count
    FROM submission_texts
    GROUP BY state_iso3
)

SELECT
    listed.state_iso3,
    states.state_name,
    states.region,
    listed.submission_count,
    listed.statement_count,
    articles_of_state.articles,
    listed.silent_note_count,
    listed.unclear_note_count,
    COALESCE(texts_of_state.submission_text_count, 0) AS submission_text_count,
    listed.first_note_issued,
    listed.last_note_issued
FROM listed
INNER JOIN states ON listed.state_iso3 = states.state_iso3
LEFT JOIN articles_of_state ON listed.state_iso3 = articles_of_state.state_iso3
LEFT JOIN texts_of_state ON listed.state_iso3 = texts_of_state.state_iso3
ORDER BY listed.state_iso3
