SELECT
    statement_topics.statement_id || '/' || statement_topics.topic AS identifier,
    SUBSTR(
        statements.quote, statement_topics.words_start + 1, statement_topics.words_end - statement_topics.words_start
    ) AS offending,
    statement_topics.words AS expected
FROM statement_topics
LEFT JOIN statements ON statement_topics.statement_id = statements.statement_id
WHERE
    statement_topics.words IS NULL
    OR SUBSTR(
        statements.quote, statement_topics.words_start + 1, statement_topics.words_end - statement_topics.words_start
    ) IS DISTINCT FROM statement_topics.words
ORDER BY identifier
