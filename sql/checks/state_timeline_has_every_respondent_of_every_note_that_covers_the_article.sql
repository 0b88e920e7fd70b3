WITH respondents AS (
    SELECT
        submissions.state_iso3,
        covered_articles.article,
        submissions.note_id
    FROM submissions
    INNER JOIN views.covered_articles ON submissions.note_id = covered_articles.note_id
    WHERE submissions.declared
)

SELECT
    COALESCE(state_timeline.state_iso3, respondents.state_iso3)
    || '/' || COALESCE(state_timeline.article, respondents.article)
    || '/' || COALESCE(state_timeline.note_id, respondents.note_id) AS identifier,
    state_timeline.status AS offending,
    CASE WHEN respondents.note_id IS NULL THEN 'no row' ELSE 'a row' END AS expected
FROM state_timeline
FULL OUTER JOIN respondents
    ON
        state_timeline.state_iso3 = respondents.state_iso3
        AND state_timeline.article = respondents.article
        AND state_timeline.note_id = respondents.note_id
WHERE state_timeline.note_id IS NULL OR (respondents.note_id IS NULL AND state_timeline.statement_count = 0)
ORDER BY identifier
