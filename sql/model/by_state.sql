WITH listed AS (
    SELECT
        submissions.state_iso3,
        COUNT(*) FILTER (WHERE submissions.declared) AS submissions,
        CAST(SUM(submissions.statements) AS BIGINT) AS statements,
        COUNT(*) FILTER (WHERE submissions.silent) AS notes_silent_in,
        MIN(notes.issued) AS first_issued,
        MAX(notes.issued) AS last_issued
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
),

articles_of_state AS (
    SELECT
        state_iso3,
        ARRAY_TO_STRING(LIST_SORT(LIST(CAST(article AS INTEGER))), ';') AS articles
    FROM pairs
    GROUP BY state_iso3
),

texts_of_state AS (
    SELECT
        state_iso3,
        COUNT(*) AS submission_texts
    FROM submission_texts
    GROUP BY state_iso3
)

SELECT
    listed.state_iso3,
    states.name,
    states.region,
    listed.submissions,
    listed.statements,
    articles_of_state.articles,
    listed.notes_silent_in,
    COALESCE(texts_of_state.submission_texts, 0) AS submission_texts,
    listed.first_issued,
    listed.last_issued
FROM listed
INNER JOIN states ON listed.state_iso3 = states.state_iso3
LEFT JOIN articles_of_state ON listed.state_iso3 = articles_of_state.state_iso3
LEFT JOIN texts_of_state ON listed.state_iso3 = texts_of_state.state_iso3
ORDER BY listed.state_iso3
