-- Of which things there is a document: the release, those that notes speak of, those that some paragraph names, and
-- those of which rows are withdrawn. A system has one where several statements name it, or did when it was published
-- before (`paged`), and its identifier can be the name of a file.
SELECT
    'Release' AS kind,
    '' AS key
UNION
SELECT
    'State' AS kind,
    state_iso3 AS key
FROM by_state
UNION
SELECT
    'State' AS kind,
    s.state_iso3 AS key
FROM states AS s
SEMI JOIN paragraphs AS p ON CONTAINS(p.text, s.state_name)
UNION
SELECT
    'State' AS kind,
    s.state_iso3 AS key
FROM states AS s
INNER JOIN withdrawn AS w ON s.state_iso3 = REGEXP_EXTRACT(w.identifier, '[./]([A-Z]{3})[^./]*$', 1)
WHERE w."table" IN ('statements', 'submissions')
UNION
SELECT
    'Article' AS kind,
    CAST(article AS VARCHAR) AS key
FROM by_article
UNION
SELECT
    'Article' AS kind,
    CAST(article AS VARCHAR) AS key
FROM section_articles
UNION
SELECT
    'Article' AS kind,
    CAST(a.article AS VARCHAR) AS key
FROM articles AS a
INNER JOIN withdrawn_under AS w ON CAST(a.article AS VARCHAR) = w.thing
WHERE w."table" = 'statement_articles'
UNION
SELECT
    'Topic' AS kind,
    topic AS key
FROM statement_topics
UNION
SELECT
    'Topic' AS kind,
    t.topic AS key
FROM topics AS t
INNER JOIN withdrawn_under AS w ON t.topic = w.thing
WHERE w."table" = 'statement_topics'
UNION
SELECT
    'System' AS kind,
    system_id AS key
FROM systems
WHERE (statement_count > 1 OR system_id IN (SELECT p.key FROM paged AS p)) AND STRLEN(system_id) < 240
UNION
SELECT
    'Note' AS kind,
    note_id AS key
FROM notes
UNION
SELECT
    'Note' AS kind,
    REGEXP_EXTRACT(identifier, '^[^./]+') AS key
FROM withdrawn
WHERE "table" IN ('notes', 'paragraphs', 'statements', 'collective_statements', 'submission_texts')
ORDER BY kind, key
