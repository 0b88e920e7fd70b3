WITH dated AS (
    SELECT
        system_mentions.*,
        notes.note_issued,
        ROW_NUMBER() OVER (
            PARTITION BY system_mentions.system_id
            ORDER BY notes.note_issued NULLS LAST, notes.note_id, system_mentions.mention_id
        ) AS place,
        ROW_NUMBER() OVER (
            PARTITION BY system_mentions.system_id
            ORDER BY notes.note_issued DESC NULLS LAST, notes.note_id DESC, system_mentions.mention_id DESC
        ) AS place_from_last
    FROM system_mentions
    INNER JOIN notes ON system_mentions.note_id = notes.note_id
),

counted AS (
    SELECT
        system_id,
        COUNT(DISTINCT note_id) AS note_count,
        COUNT(DISTINCT statement_id) AS statement_count,
        NULLIF(ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT acronym)), ';'), '') AS acronyms,
        MIN(NULLIF(system_kind, 'other')) AS system_kind
    FROM dated
    GROUP BY system_id
),

named_otherwise AS (
    SELECT
        dated.system_id,
        ARRAY_TO_STRING(LIST_SORT(LIST(DISTINCT dated.words)), ';') AS other_names
    FROM dated
    INNER JOIN dated AS named ON dated.system_id = named.system_id AND named.place = 1
    WHERE dated.words <> named.words
    GROUP BY dated.system_id
)

SELECT
    named.system_id,
    named.state_iso3,
    states.state_name,
    COALESCE(NULLIF(named.system_kind, 'other'), counted.system_kind, 'other') AS system_kind,
    named.words AS system_name,
    counted.acronyms,
    named_otherwise.other_names,
    named.note_issued AS first_note_issued,
    named.note_id AS first_note_id,
    latest.note_issued AS last_note_issued,
    latest.note_id AS last_note_id,
    counted.note_count,
    counted.statement_count
FROM dated AS named
INNER JOIN dated AS latest ON named.system_id = latest.system_id AND latest.place_from_last = 1
INNER JOIN counted ON named.system_id = counted.system_id
INNER JOIN states ON named.state_iso3 = states.state_iso3
LEFT JOIN named_otherwise ON named.system_id = named_otherwise.system_id
WHERE named.place = 1
ORDER BY named.system_id
