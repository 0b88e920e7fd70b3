-- Complete over the pairs of State and article of which any note says something, and the notes that cover the article.
WITH covered AS (
    SELECT DISTINCT
        article,
        note_id
    FROM section_articles
    WHERE NOT by_range
),

pairs AS (
    SELECT
        state_iso3,
        article
    FROM by_state_article
    WHERE status <> 'not_listed'
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
    pairs.state_iso3,
    pairs.article,
    notes.note_issued,
    covered.note_id,
    CASE
        WHEN said.statement_count > 0 THEN 'reported'
        WHEN submissions.declared THEN 'listed_no_paragraph'
        ELSE 'not_listed'
    END AS status,
    COALESCE(said.statement_count, 0) AS statement_count,
    said.statement_ids,
    said.stages,
    said.systems,
    said.topics
FROM pairs
INNER JOIN covered ON pairs.article = covered.article
INNER JOIN notes ON covered.note_id = notes.note_id
LEFT JOIN submissions ON covered.note_id = submissions.note_id AND pairs.state_iso3 = submissions.state_iso3
LEFT JOIN
    said
    ON pairs.state_iso3 = said.state_iso3 AND pairs.article = said.article AND covered.note_id = said.note_id
ORDER BY pairs.state_iso3, pairs.article, notes.note_issued, covered.note_id
