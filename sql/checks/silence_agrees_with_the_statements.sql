-- Not silent is who has a statement or a text of its own, and nobody else; where silence is empty, a reason says why.
WITH statements_of AS (
    SELECT
        note_id,
        state_iso3,
        COUNT(*) AS statement_count
    FROM statements
    GROUP BY note_id, state_iso3
),

expected AS (
    SELECT
        submissions.note_id || '/' || submissions.state_iso3 AS identifier,
        submissions.statement_count,
        submissions.silent,
        submissions.silent_reason,
        COALESCE(statements_of.statement_count, 0) AS expected_count,
        statements_of.state_iso3 IS NULL AND NOT EXISTS (
            SELECT 1 FROM submission_texts AS texts
            WHERE texts.note_id = submissions.note_id AND texts.state_iso3 = submissions.state_iso3
        ) AS nothing_said
    FROM submissions
    LEFT JOIN
        statements_of
        ON submissions.note_id = statements_of.note_id AND submissions.state_iso3 = statements_of.state_iso3
)

SELECT
    identifier,
    CONCAT_WS(', ', statement_count, silent, silent_reason) AS offending,
    CONCAT_WS(', ', expected_count, CASE WHEN nothing_said THEN 'true, or a reason' ELSE 'false' END) AS expected
FROM expected
WHERE
    statement_count IS DISTINCT FROM expected_count
    OR COALESCE(silent, nothing_said) <> nothing_said
    OR (silent IS NULL) <> (silent_reason IS NOT NULL)
    OR (silent IS NULL AND NOT nothing_said)
ORDER BY identifier
