-- By what each note is known again: the symbols of its texts, without what says which revision it is, and each of those
-- that are joined; the digests of their words; the checksums of its files. What leads to two notes leads to none, and
-- has no note_id.
WITH symbols AS (
    SELECT
        note_id,
        REGEXP_REPLACE(note_symbol, '(/(Rev|Corr|Amend)\.\d{1,3})+(-|$)', '\3', 'g') AS symbol
    FROM note_versions
    WHERE note_symbol IS NOT NULL
),

keys AS (
    SELECT
        note_id,
        'symbol' AS key_kind,
        symbol AS key_value
    FROM symbols
    UNION ALL
    SELECT
        note_id,
        'symbol' AS key_kind,
        UNNEST(STRING_SPLIT(symbol, '-')) AS key_value
    FROM symbols
    UNION ALL
    SELECT
        note_id,
        'content' AS key_kind,
        content_digest AS key_value
    FROM note_versions
    UNION ALL
    SELECT
        note_id,
        'file' AS key_kind,
        source_sha256 AS key_value
    FROM note_files
)

SELECT
    key_kind,
    key_value,
    CASE WHEN COUNT(DISTINCT note_id) = 1 THEN MIN(note_id) END AS note_id
FROM keys
GROUP BY key_kind, key_value
