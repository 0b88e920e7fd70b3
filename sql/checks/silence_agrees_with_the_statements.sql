-- Not silent is who has a certain statement or a text of its own, or stands in no list, and nobody else; silent is
-- nobody who has any statement; where silence is empty, a reason says why.
WITH statements_of AS (
    SELECT
        note_id,
        state_iso3,
        COUNT(*) AS statement_count,
        BOOL_OR(reviewed OR confidence >= 0.9) AS is_certain
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
        COALESCE(statements_of.is_certain, FALSE) OR NOT submissions.declared OR EXISTS (
            SELECT 1 FROM submission_texts AS texts
            WHERE texts.note_id = submissions.note_id AND texts.state_iso3 = submissions.state_iso3
        ) AS not_silent
    FROM submissions
    LEFT JOIN
        statements_of
        ON submissions.note_id = statements_of.note_id AND submissions.state_iso3 = statements_of.state_iso3
)

SELECT
    identifier,
    CONCAT_WS(', ', statement_count, silent, silent_reason) AS offending,
    CONCAT_WS(
        ', ',
        expected_count,
        CASE WHEN not_silent THEN 'false' WHEN expected_count > 0 THEN 'a reason' ELSE 'true, or a reason' END
    ) AS expected
FROM expected
WHERE
    statement_count IS DISTINCT FROM expected_count
    OR (silent IS NOT DISTINCT FROM FALSE) <> not_silent
    OR (silent AND expected_count > 0)
    OR (silent IS NULL) <> (silent_reason IS NOT NULL)
ORDER BY identifier
