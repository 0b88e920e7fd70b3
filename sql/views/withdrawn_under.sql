-- Of statements that are published no more, the article or topic that each was under: "table" says which of the two.
SELECT
    "table",
    SPLIT_PART(identifier, '/', 1) AS statement_id,
    SPLIT_PART(identifier, '/', 2) AS thing
FROM withdrawn
WHERE "table" IN ('statement_articles', 'statement_topics')
