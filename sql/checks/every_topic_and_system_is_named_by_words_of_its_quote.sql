WITH named AS (
    SELECT
        statement_id || '/' || topic AS identifier,
        statement_id,
        words,
        words_start,
        words_end
    FROM statement_topics
    UNION ALL
    SELECT
        mention_id AS identifier,
        statement_id,
        words,
        words_start,
        words_end
    FROM system_mentions
)

SELECT
    named.identifier,
    SUBSTR(statements.quote, named.words_start + 1, named.words_end - named.words_start) AS offending,
    named.words AS expected
FROM named
LEFT JOIN statements ON named.statement_id = statements.statement_id
WHERE
    named.words IS NULL
    OR SUBSTR(statements.quote, named.words_start + 1, named.words_end - named.words_start)
    IS DISTINCT FROM named.words
ORDER BY named.identifier
