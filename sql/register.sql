-- Where each row is that was ever published, and by what each note is known. `standing`: rows of this release.
-- `changes`: rows that differ from the release before. `known`: the register of that one. `note_keys`: by what notes
-- are known now. `release`: its identifier, and that of the one before.
WITH removed AS (
    SELECT
        "table",
        identifier,
        reason,
        NULLIF(successor_id, '') AS successor
    FROM changes
    WHERE change = 'removed' AND reason <> ''
),

added AS (
    SELECT
        "table",
        identifier
    FROM changes
    WHERE change = 'added'
),

gone AS (
    SELECT
        removed."table",
        removed.identifier,
        removed.successor,
        removed.reason,
        release.previous AS last_release
    FROM removed CROSS JOIN release
    UNION ALL
    -- What stood in the place of a row may leave, too: then it leads on to what stands in the place of that.
    SELECT
        known."table",
        known.identifier,
        CASE WHEN removed.identifier IS NULL THEN known.successor ELSE removed.successor END AS successor,
        known.reason,
        known.last_release
    FROM known
    LEFT JOIN removed ON known."table" = removed."table" AND known.successor = removed.identifier
    ANTI JOIN standing ON known."table" = standing."table" AND known.identifier = standing.identifier
    WHERE known.last_release IS NOT NULL AND NOT STARTS_WITH(known."table", 'note_key_')
),

keys AS (
    SELECT
        'note_key_' || key_kind AS "table",
        key_value AS identifier,
        note_id
    FROM note_keys
    WHERE note_id IS NOT NULL
    UNION ALL
    -- A note that is no longer there stays known, by what no other is known by now.
    SELECT
        known."table",
        known.identifier,
        known.successor
    FROM known
    ANTI JOIN note_keys ON known."table" = 'note_key_' || note_keys.key_kind AND known.identifier = note_keys.key_value
    ANTI JOIN standing ON standing."table" = 'notes' AND known.successor = standing.identifier
    WHERE STARTS_WITH(known."table", 'note_key_')
),

today AS (
    SELECT
        "table",
        identifier,
        NULL AS last_release,
        NULL AS successor,
        NULL AS reason
    FROM standing
    UNION ALL
    SELECT
        "table",
        identifier,
        last_release,
        successor,
        reason
    FROM gone
    UNION ALL
    SELECT
        "table",
        identifier,
        NULL AS last_release,
        note_id AS successor,
        NULL AS reason
    FROM keys
)

SELECT
    today."table",
    today.identifier,
    COALESCE(
        known.first_release,
        CASE
            WHEN added.identifier IS NULL AND NOT STARTS_WITH(today."table", 'note_key_') THEN release.previous
        END,
        release.id
    ) AS first_release,
    today.last_release,
    today.successor,
    today.reason
FROM today
CROSS JOIN release
LEFT JOIN known ON today."table" = known."table" AND today.identifier = known.identifier
LEFT JOIN added ON today."table" = added."table" AND today.identifier = added.identifier
ORDER BY today."table", today.identifier
