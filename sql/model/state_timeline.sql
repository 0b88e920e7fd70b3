WITH staged AS (
    SELECT
        statement_id,
        stage
    FROM statements
    UNION
    SELECT
        statement_id,
        stage
    FROM statement_topics
    UNION
    SELECT
        statement_id,
        stage
    FROM system_mentions
),

statements_of_note AS (
    SELECT
        statements.state_iso3,
        statement_articles.article,
        statements.note_id,
        COUNT(DISTINCT statements.statement_id) AS statement_count,
        ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT statements.statement_id)), ';') AS statement_ids,
        NULLIF(ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT staged.stage)), ';'), '') AS stages,
        NULLIF(ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT system_mentions.system_id)), ';'), '') AS systems,
        NULLIF(ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT statement_topics.topic)), ';'), '') AS topics
    FROM statement_articles
    INNER JOIN statements ON statement_articles.statement_id = statements.statement_id
    LEFT JOIN staged ON statement_articles.statement_id = staged.statement_id
    LEFT JOIN statement_topics ON statement_articles.statement_id = statement_topics.statement_id
    LEFT JOIN system_mentions ON statement_articles.statement_id = system_mentions.statement_id
    WHERE NOT statement_articles.by_range
    GROUP BY statements.state_iso3, statement_articles.article, statements.note_id
)

SELECT
    submissions.state_iso3,
    covered_articles.article,
    notes.note_issued,
    covered_articles.note_id,
    CASE
        WHEN said.statement_count > 0 THEN 'reported'
        WHEN submissions.silent THEN 'silent'
        WHEN NOT submissions.silent THEN 'mentioned'
        ELSE 'listed'
    END AS status,
    COALESCE(said.statement_count, 0) AS statement_count,
    said.statement_ids,
    said.stages,
    said.systems,
    said.topics
FROM submissions
INNER JOIN views.covered_articles ON submissions.note_id = covered_articles.note_id
INNER JOIN notes ON covered_articles.note_id = notes.note_id
LEFT JOIN statements_of_note AS said
    ON
        submissions.state_iso3 = said.state_iso3
        AND covered_articles.article = said.article
        AND covered_articles.note_id = said.note_id
ORDER BY submissions.state_iso3, covered_articles.article, notes.note_issued, covered_articles.note_id
