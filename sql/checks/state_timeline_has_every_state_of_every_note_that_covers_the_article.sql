WITH expected AS (
    SELECT
        submissions.state_iso3,
        covered_articles.article,
        submissions.note_id
    FROM submissions
    INNER JOIN views.covered_articles ON submissions.note_id = covered_articles.note_id
)

SELECT
    COALESCE(state_timeline.state_iso3, expected.state_iso3)
    || '/' || COALESCE(state_timeline.article, expected.article)
    || '/' || COALESCE(state_timeline.note_id, expected.note_id) AS identifier,
    state_timeline.status AS offending,
    CASE WHEN expected.note_id IS NULL THEN 'no row' ELSE 'a row' END AS expected
FROM state_timeline
FULL OUTER JOIN expected
    ON
        state_timeline.state_iso3 = expected.state_iso3
        AND state_timeline.article = expected.article
        AND state_timeline.note_id = expected.note_id
WHERE state_timeline.note_id IS NULL OR expected.note_id IS NULL
ORDER BY identifier
