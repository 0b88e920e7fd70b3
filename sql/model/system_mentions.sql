-- Mentions are of one system of a State where they have a key in common, also by way of a third: of the name, of the
-- short name, or of what a note says that it was called before. A short name is that of the one name whose initials it
-- is (of all words, or of those of more than three letters), and keys that differ in hyphens alone are one. What a note
-- tells from an older thing of that name ("the new portal") is another system, and what later notes call so is the
-- newer one. A system keeps the identifier of the release before.
WITH RECURSIVE dated AS (
    SELECT
        mentions.*,
        notes.note_issued > MIN(IF(mentions.system_key = 'new-' || mentions.name_key, notes.note_issued, NULL))
            OVER (PARTITION BY mentions.state_iso3, mentions.name_key)
        AND mentions.system_key = mentions.name_key AS is_newer
    FROM extracted.system_mentions AS mentions
    INNER JOIN extracted.notes AS notes ON mentions.note_id = notes.note_id
),

named AS (
    SELECT
        *,
        IF(is_newer, 'new-' || system_key, system_key) AS own_key,
        IF(is_newer OR system_key = 'new-' || name_key, 'new-' || name_key, name_key) AS full_key
    FROM dated
),

keys AS (
    SELECT
        state_iso3,
        own_key AS any_key,
        BOOL_OR(own_key <> full_key) AS is_short
    FROM named
    GROUP BY state_iso3, own_key
    UNION
    SELECT
        state_iso3,
        full_key AS any_key,
        FALSE AS is_short
    FROM named
),

spelled AS (
    SELECT DISTINCT
        state_iso3,
        any_key,
        UNNEST([
            REPLACE(any_key, '-', ''),
            REGEXP_REPLACE('-' || any_key, '-\d\w*|\B\w|-', '', 'g'),
            REGEXP_REPLACE('-' || any_key, '-\w{1,3}\b|-\d\w*|\B\w|-', '', 'g')
        ]) AS letters
    FROM keys
),

ties AS (
    SELECT
        state_iso3,
        own_key AS one,
        full_key AS other
    FROM named
    UNION
    SELECT
        state_iso3,
        MIN(any_key) AS one,
        MAX(any_key) AS other
    FROM spelled
    WHERE LENGTH(letters) > 2
    GROUP BY state_iso3, letters
    HAVING COUNT(DISTINCT any_key) = 2 AND BOOL_OR(REPLACE(any_key, '-', '') = letters)
),

beside AS (
    SELECT
        state_iso3,
        one AS any_key,
        other
    FROM ties
    UNION
    SELECT
        state_iso3,
        other AS any_key,
        one AS other
    FROM ties
),

reached AS (
    SELECT
        state_iso3,
        any_key,
        any_key AS other
    FROM keys
    UNION
    SELECT
        reached.state_iso3,
        reached.any_key,
        beside.other
    FROM reached
    INNER JOIN beside ON reached.state_iso3 = beside.state_iso3 AND reached.other = beside.any_key
),

joined AS (
    SELECT
        reached.state_iso3,
        reached.any_key,
        ARG_MIN(reached.other, (NOT keys.is_short, reached.other)) AS joined_key
    FROM reached
    INNER JOIN keys ON reached.state_iso3 = keys.state_iso3 AND reached.other = keys.any_key
    GROUP BY reached.state_iso3, reached.any_key
),

keyed AS (
    SELECT
        named.*,
        joined.joined_key
    FROM named
    INNER JOIN joined ON named.state_iso3 = joined.state_iso3 AND named.own_key = joined.any_key
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
    keyed.stage,
    keyed.stage_confidence,
    keyed.name_key,
    keyed.system_key,
    keyed.reviewed
FROM keyed
LEFT JOIN owned ON keyed.state_iso3 = owned.state_iso3 AND keyed.joined_key = owned.joined_key AND owned.place = 1
ORDER BY keyed.mention_id
