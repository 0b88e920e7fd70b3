SELECT
    statements.statement_id AS identifier,
    statements.quote AS offending,
    paragraphs.text AS expected
FROM statements
LEFT JOIN paragraphs ON statements.paragraph_id = paragraphs.paragraph_id
WHERE
    SUBSTR(paragraphs.text, statements.quote_start + 1, statements.quote_end - statements.quote_start)
    IS DISTINCT FROM statements.quote
UNION ALL
SELECT
    collective_statements.collective_statement_id AS identifier,
    collective_statements.quote AS offending,
    paragraphs.text AS expected
FROM collective_statements
LEFT JOIN paragraphs ON collective_statements.paragraph_id = paragraphs.paragraph_id
WHERE
    SUBSTR(
        paragraphs.text,
        collective_statements.quote_start + 1,
        collective_statements.quote_end - collective_statements.quote_start
    ) IS DISTINCT FROM collective_statements.quote
ORDER BY identifier
