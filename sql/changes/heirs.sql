-- The notes that lose rows (`removed`), each with the note that stands in its place: itself, or the one that is known
-- by what it was known by, by its words rather than by its files, by its files rather than by its symbol. `register`:
-- of the release before. `note_keys`, `notes`: of this one.
WITH losing AS (
    SELECT DISTINCT REGEXP_EXTRACT(identifier, '^[^./]+') AS note_id
    FROM removed
),

joined AS (
    SELECT
        register.successor AS note_id,
        note_keys.note_id AS heir
    FROM register
    INNER JOIN note_keys
        ON register."table" = 'note_key_' || note_keys.key_kind AND register.identifier = note_keys.key_value
    WHERE note_keys.note_id IS NOT NULL
    QUALIFY
        ROW_NUMBER() OVER (PARTITION BY register.successor ORDER BY note_keys.key_kind ASC, note_keys.note_id DESC) = 1
)

SELECT
    losing.note_id,
    COALESCE(notes.note_id, joined.heir) AS heir
FROM losing
LEFT JOIN notes ON losing.note_id = notes.note_id
LEFT JOIN joined ON losing.note_id = joined.note_id
WHERE COALESCE(notes.note_id, joined.heir) IS NOT NULL
ORDER BY losing.note_id
