WITH by_note AS (
    SELECT
        statements.state_iso3,
        statement_articles.article,
        statements.note_id,
        COUNT(*) AS statement_count
    FROM statement_articles
    INNER JOIN statements ON statement_articles.statement_id = statements.statement_id
    WHERE NOT statement_articles.by_range
    GROUP BY statements.state_iso3, statement_articles.article, statements.note_id
)

SELECT
    COALESCE(state_timeline.state_iso3, by_note.state_iso3)
    || '/' || COALESCE(state_timeline.article, by_note.article)
    || '/' || COALESCE(state_timeline.note_id, by_note.note_id) AS identifier,
    CAST(state_timeline.statement_count AS VARCHAR) AS offending,
    CAST(COALESCE(by_note.statement_count, 0) AS VARCHAR) AS expected
FROM state_timeline
FULL OUTER JOIN by_note
    ON
        state_timeline.state_iso3 = by_note.state_iso3
        AND state_timeline.article = by_note.article
        AND state_timeline.note_id = by_note.note_id
WHERE state_timeline.statement_count IS DISTINCT FROM COALESCE(by_note.statement_count, 0)
ORDER BY identifier
