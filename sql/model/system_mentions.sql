-- Mentions are of one system where State and acronym agree, or State and name; a name that once stands with an acronym
-- is that acronym's everywhere. A system keeps the identifier of the release before.
WITH aliases AS (
    SELECT
        state_iso3,
        name_key,
        MIN(system_key) AS system_key
    FROM extracted.system_mentions
    WHERE system_key <> name_key
    GROUP BY state_iso3, name_key
),

keyed AS (
    SELECT
        mentions.*,
        notes.note_issued,
        COALESCE(further.system_key, aliases.system_key, mentions.system_key) AS joined_key
    FROM extracted.system_mentions AS mentions
    INNER JOIN extracted.notes AS notes ON mentions.note_id = notes.note_id
    LEFT JOIN aliases ON mentions.state_iso3 = aliases.state_iso3 AND mentions.system_key = aliases.name_key
    LEFT JOIN
        aliases AS further
        ON mentions.state_iso3 = further.state_iso3 AND aliases.system_key = further.name_key
),

known AS (
    SELECT
        state_iso3,
        name_key AS known_key,
        system_id
    FROM handed_on.system_mentions
    UNION
    SELECT
        state_iso3,
        system_key,
        system_id
    FROM handed_on.system_mentions
),

kept AS (
    SELECT
        keyed.state_iso3,
        keyed.joined_key,
        MIN(known.system_id) AS system_id
    FROM keyed
    INNER JOIN known ON keyed.state_iso3 = known.state_iso3
    WHERE known.known_key IN (keyed.name_key, keyed.system_key)
    GROUP BY keyed.state_iso3, keyed.joined_key
),

-- Of systems that a person parted, one keeps the identifier.
owned AS (
    SELECT
        state_iso3,
        joined_key,
        system_id,
        ROW_NUMBER() OVER (PARTITION BY system_id ORDER BY joined_key) AS place
    FROM kept
)

SELECT
    keyed.mention_id,
    keyed.statement_id,
    keyed.note_id,
    keyed.state_iso3,
    COALESCE(owned.system_id, keyed.state_iso3 || '.' || keyed.joined_key) AS system_id,
    keyed.words,
    keyed.words_start,
    keyed.words_end,
    keyed.acronym,
    keyed.system_kind,
    keyed.name_key,
    keyed.system_key,
    keyed.reviewed
FROM keyed
LEFT JOIN owned ON keyed.state_iso3 = owned.state_iso3 AND keyed.joined_key = owned.joined_key AND owned.place = 1
ORDER BY keyed.mention_id
