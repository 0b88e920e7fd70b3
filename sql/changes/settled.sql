-- Of each row that leaves: its cause, the reason that is published of it, empty where nobody has accepted it yet, and
-- the row that stands in its place. `removed`: the rows. `successors`, `losses`: what stands in their place, and why
-- else they are no longer there. `decisions`: entries of corrections.yaml, in their order. `accepted`: what was
-- accepted for releases that were rolled back, the newest first.
WITH entries AS (
    SELECT
        decisions.*,
        removed.identifier IS NOT NULL AS leaves
    FROM decisions
    LEFT JOIN removed ON decisions.table_name = removed."table" AND decisions.row_id = removed.identifier
),

-- An entry for a note or paragraph covers what hangs on it where that goes itself, or is dropped; one for a statement
-- covers the submission of a State of which nothing else is said.
covered AS (
    SELECT
        removed."table",
        removed.identifier,
        BOOL_OR(entries.action = 'drop') AS is_dropped,
        ARG_MIN(entries.action, entries.place) AS decided,
        ARG_MIN(entries.reason, entries.place) AS reason
    FROM removed
    INNER JOIN entries
        ON
            removed.identifier = entries.row_id
            OR (
                entries.leaves
                AND (
                    STARTS_WITH(removed.identifier, entries.row_id || '.')
                    OR STARTS_WITH(removed.identifier, entries.row_id || '/')
                    OR (
                        removed."table" = 'submissions'
                        AND entries.table_name = 'statements'
                        AND removed.identifier = REGEXP_REPLACE(entries.row_id, '[.].*[.]', '/')
                    )
                )
            )
    GROUP BY removed."table", removed.identifier
),

accepted_once AS (
    SELECT
        "table",
        identifier,
        ARG_MIN(reason, place) AS reason
    FROM accepted
    GROUP BY "table", identifier
)

SELECT
    removed."table",
    removed.identifier,
    removed.change,
    removed.columns,
    CASE
        WHEN successors.why IS NOT NULL THEN 'replaced'
        WHEN covered.is_dropped THEN 'dropped'
        ELSE losses.cause
    END AS cause,
    COALESCE(
        successors.why,
        CASE covered.decided WHEN 'drop' THEN covered.reason ELSE losses.sentence || ' ' || covered.reason END,
        accepted_once.reason
    ) AS reason,
    COALESCE(successors.successor_id, '') AS successor_id,
    losses.note_id,
    losses.source_file,
    losses.source,
    losses.sentence
FROM removed
INNER JOIN losses ON removed."table" = losses."table" AND removed.identifier = losses.identifier
LEFT JOIN successors ON removed."table" = successors."table" AND removed.identifier = successors.identifier
LEFT JOIN covered ON removed."table" = covered."table" AND removed.identifier = covered.identifier
LEFT JOIN accepted_once ON removed."table" = accepted_once."table" AND removed.identifier = accepted_once.identifier
ORDER BY removed."table", removed.identifier
