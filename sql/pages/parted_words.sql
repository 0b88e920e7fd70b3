-- Words with hyphens that stand without them much more often, and whose last part is hardly ever a word of its own.
WITH texts AS (
    SELECT
        n.language,
        p.text
    FROM paragraphs AS p
    INNER JOIN notes AS n ON p.note_id = n.note_id
    UNION ALL
    SELECT
        language,
        text
    FROM paragraph_texts
),

written AS (
    SELECT
        language,
        UNNEST(REGEXP_EXTRACT_ALL(
            REPLACE(REPLACE(REPLACE(text, 'ﬀ', 'ff'), 'ﬁ', 'fi'), 'ﬂ', 'fl'), '\p{L}+(?:[-‐]\p{L}+)*'
        )) AS word
    FROM texts
),

words AS (
    SELECT
        language,
        word,
        COUNT(*) AS n
    FROM written
    GROUP BY language, word
)

SELECT
    parted.word,
    whole.word AS whole
FROM words AS parted
INNER JOIN words AS whole
    ON parted.language = whole.language AND REGEXP_REPLACE(parted.word, '[-‐]', '', 'g') = whole.word
LEFT JOIN words AS part
    ON parted.language = part.language AND REGEXP_EXTRACT(parted.word, '[^-‐]+$') = part.word
WHERE parted.word <> whole.word AND whole.n > 2 * parted.n AND whole.n > 10 * COALESCE(part.n, 0)
ORDER BY parted.word, parted.language
