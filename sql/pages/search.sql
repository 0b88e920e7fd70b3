-- Paragraphs in every language, and States' own texts: those of the newest note first, as results are shown.
WITH texts AS (
    SELECT
        p.note_id,
        p.paragraph_id AS id,
        p.paragraph_number,
        p.section_id,
        p.position,
        p.text,
        s.heading,
        n.language
    FROM paragraphs AS p
    INNER JOIN notes AS n ON p.note_id = n.note_id
    LEFT JOIN sections AS s ON p.section_id = s.section_id
    UNION ALL
    SELECT
        p.note_id,
        p.paragraph_id AS id,
        p.paragraph_number,
        p.section_id,
        p.position,
        t.text,
        s.heading,
        t.language
    FROM paragraph_texts AS t
    INNER JOIN paragraphs AS p ON t.paragraph_id = p.paragraph_id
    LEFT JOIN section_texts AS s ON p.section_id = s.section_id AND t.language = s.language
    UNION ALL
    SELECT
        t.note_id,
        t.submission_text_id AS id,
        NULL AS paragraph_number,
        NULL AS section_id,
        t.source_start AS position,
        t.text,
        NULL AS heading,
        n.language
    FROM submission_texts AS t
    INNER JOIN notes AS n ON t.note_id = n.note_id
),

under AS (
    SELECT
        p.paragraph_id AS id,
        LIST(a.article ORDER BY a.article) AS articles,
        STRING_AGG(a.provision, ';' ORDER BY a.article) AS provisions
    FROM paragraphs AS p
    INNER JOIN section_articles AS a ON p.section_id = a.section_id
    WHERE NOT a.by_range
    GROUP BY p.paragraph_id
    UNION ALL
    SELECT
        submission_text_id AS id,
        [article] AS articles,
        NULL AS provisions
    FROM submission_texts
    WHERE article IS NOT NULL
),

quoted AS (
    SELECT
        paragraph_id AS id,
        LIST(state_iso3 ORDER BY state_iso3) AS states
    FROM statements
    GROUP BY paragraph_id
    UNION ALL
    SELECT
        submission_text_id AS id,
        [state_iso3] AS states
    FROM submission_texts
),

-- Stages, topics and systems of statements, by themselves and with the State and the stage.
codes AS (
    SELECT
        paragraph_id,
        UNNEST([stage, stage || ' ' || state_iso3]) AS code
    FROM statements
    UNION ALL
    SELECT
        s.paragraph_id,
        UNNEST([
            t.topic,
            t.topic || ' ' || s.state_iso3,
            t.topic || ' ' || t.stage,
            t.topic || ' ' || s.state_iso3 || ' ' || t.stage
        ]) AS code
    FROM statement_topics AS t
    INNER JOIN statements AS s ON t.statement_id = s.statement_id
    UNION ALL
    SELECT
        s.paragraph_id,
        UNNEST([m.system_id, m.system_id || ' ' || m.stage]) AS code
    FROM system_mentions AS m
    INNER JOIN statements AS s ON m.statement_id = s.statement_id
),

coded AS (
    SELECT
        paragraph_id AS id,
        LIST(DISTINCT code ORDER BY code) AS codes
    FROM codes
    WHERE code IS NOT NULL
    GROUP BY paragraph_id
),

told AS (
    SELECT
        s.paragraph_id AS id,
        LIST_SORT(LIST_DISTINCT(LIST([t.topic, t.words, s.state_iso3, t.stage]))) AS told
    FROM statement_topics AS t
    INNER JOIN statements AS s ON t.statement_id = s.statement_id
    GROUP BY s.paragraph_id
)

SELECT
    r.*,
    u.articles,
    u.provisions,
    q.states,
    c.codes,
    t.told
FROM texts AS r
INNER JOIN notes AS n ON r.note_id = n.note_id
LEFT JOIN under AS u ON r.id = u.id
LEFT JOIN quoted AS q ON r.id = q.id
LEFT JOIN coded AS c ON r.id = c.id
LEFT JOIN told AS t ON r.id = t.id
ORDER BY n.note_issued DESC NULLS LAST, r.note_id, r.language <> n.language, r.language, r.position, r.id
