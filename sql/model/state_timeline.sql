-- A note that covers the article and has no row did not list the State.
WITH covered AS (
    SELECT DISTINCT
        article,
        note_id
    FROM section_articles
    WHERE NOT by_range
),

said AS (
    SELECT
        statements.state_iso3,
        statement_articles.article,
        statements.note_id,
        COUNT(DISTINCT statements.statement_id) AS statement_count,
        ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT statements.statement_id)), ';') AS statement_ids,
        NULLIF(ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT statements.stage)), ';'), '') AS stages,
        NULLIF(ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT system_mentions.system_id)), ';'), '') AS systems,
        NULLIF(ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT statement_topics.topic)), ';'), '') AS topics
    FROM statement_articles
    INNER JOIN statements ON statement_articles.statement_id = statements.statement_id
    LEFT JOIN statement_topics ON statement_articles.statement_id = statement_topics.statement_id
    LEFT JOIN system_mentions ON statement_articles.statement_id = system_mentions.statement_id
    WHERE NOT statement_articles.by_range
    GROUP BY statements.state_iso3, statement_articles.article, statements.note_id
)

SELECT
    submissions.state_iso3,
    covered.article,
    notes.note_issued,
    covered.note_id,
    CASE WHEN said.statement_count > 0 THEN 'reported' ELSE 'listed_no_paragraph' END AS status,
    COALESCE(said.statement_count, 0) AS statement_count,
    said.statement_ids,
    said.stages,
    said.systems,
    said.topics
FROM submissions
INNER JOIN covered ON submissions.note_id = covered.note_id
INNER JOIN notes ON covered.note_id = notes.note_id
LEFT JOIN
    said
    ON submissions.state_iso3 = said.state_iso3 AND covered.article = said.article AND covered.note_id = said.note_id
WHERE submissions.declared OR said.statement_count > 0
ORDER BY submissions.state_iso3, covered.article, notes.note_issued, covered.note_id
