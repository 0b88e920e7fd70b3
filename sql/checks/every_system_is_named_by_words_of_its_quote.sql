SELECT
    system_mentions.mention_id AS identifier,
    SUBSTR(
        statements.quote, system_mentions.words_start + 1, system_mentions.words_end - system_mentions.words_start
    ) AS offending,
    system_mentions.words AS expected
FROM system_mentions
LEFT JOIN statements ON system_mentions.statement_id = statements.statement_id
WHERE
    SUBSTR(
        statements.quote, system_mentions.words_start + 1, system_mentions.words_end - system_mentions.words_start
    ) IS DISTINCT FROM system_mentions.words
ORDER BY identifier
