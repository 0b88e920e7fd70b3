-- One row a statement with all that people ask for. `documents`: where each note is served. `document_types`: what its
-- kind is called. `release`: the release in one row.
WITH cited AS (
    SELECT
        statements.*,
        notes.language,
        documents.document_url,
        'notes/' || statements.note_id || '.html#' || SUBSTR(statements.statement_id, LENGTH(statements.note_id) + 2)
            AS place,
        '“' || statements.note_title || '”, ' || document_types.meaning
        || COALESCE(', ' || statements.note_symbol, '')
        || ' (' || COALESCE(STRFTIME(statements.note_issued, '%-d %B %Y'), 'no date')
        || '), paragraph ' || statements.paragraph_number AS cited_as
    FROM statements
    INNER JOIN notes ON statements.note_id = notes.note_id
    INNER JOIN documents ON statements.note_id = documents.note_id
    INNER JOIN document_types ON notes.document_type = document_types.code
)

SELECT
    cited.quote,
    cited.state_name,
    cited.note_title,
    cited.note_issued,
    cited.note_symbol,
    cited.articles,
    cited.topics,
    cited.stage,
    cited.confidence,
    cited.language,
    cited.document_url,
    release.address || cited.place AS permalink,
    cited.cited_as || '. In: ' || release.title || ', ' || release.publisher || ', release ' || release.id
    || ' (' || release.published || '). ' || release.address || 'releases/' || release.id || '/' || cited.place
        AS citation
FROM cited
CROSS JOIN release
ORDER BY cited.statement_id
