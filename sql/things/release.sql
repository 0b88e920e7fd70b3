-- What a release says of itself as a whole: one row, one document.
WITH
-- The chapters of the Convention, each by its first article, and the topics: those first that most statements are on.
chapters AS (
    SELECT
        a.chapter,
        MIN(a.article) AS article,
        COUNT(DISTINCT s.statement_id) AS statement_count
    FROM statement_articles AS s
    INNER JOIN articles AS a ON s.article = a.article
    WHERE NOT s.by_range
    GROUP BY a.chapter
),

quoted AS (
    SELECT
        topic,
        COUNT(*) AS statement_count
    FROM statement_topics
    GROUP BY topic
),

answered AS (
    SELECT
        COUNT(*) FILTER (WHERE statement_count > 0) AS quoted_state_count,
        COUNT(*) FILTER (WHERE submission_count > 0) AS respondent_count,
        COUNT(*) FILTER (WHERE submission_count > 0 AND statement_count > 0) AS respondent_with_statement_count,
        COUNT(*) FILTER (WHERE unclear_note_count > 0) AS unclear_state_count
    FROM by_state
),

noted AS (
    SELECT
        state_iso3,
        state_name,
        COUNT(DISTINCT note_id) AS note_count,
        COUNT(*) AS statement_count
    FROM statements
    GROUP BY state_iso3, state_name
),

covered AS (
    SELECT
        CAST(COALESCE(SUM(source_character_count), 0) AS BIGINT) AS source_character_count,
        CAST(COALESCE(SUM(accounted_character_count), 0) AS BIGINT) AS accounted_character_count,
        COUNT(*) FILTER (WHERE NOT statements_extracted) AS note_in_another_language_count
    FROM coverage
)

SELECT
    k.key,
    a.quoted_state_count,
    a.respondent_count,
    a.respondent_with_statement_count,
    a.unclear_state_count,
    c.source_character_count,
    c.accounted_character_count,
    c.note_in_another_language_count,
    (SELECT COUNT(*) FROM notes AS n WHERE n.respondents_read IN ('part', 'none')) AS list_in_doubt_count,
    (
        SELECT LIST(r.article ORDER BY r.statement_count DESC, r.article)
        FROM chapters AS r
    ) AS chapters,
    (
        SELECT LIST(r.topic ORDER BY r.statement_count DESC, r.topic)
        FROM quoted AS r
    ) AS topics,
    (
        SELECT LIST({ 'state_iso3': r.state_iso3, 'state_name': r.state_name } ORDER BY r.state_name, r.state_iso3)
        FROM by_state AS r WHERE r.silent_note_count > 0
    ) AS silent,
    (
        SELECT
            LIST(
                { 'state_iso3': r.state_iso3, 'state_name': r.state_name }
                ORDER BY r.note_count DESC, r.statement_count DESC, r.state_iso3
            )
        FROM noted AS r
    )[:1] AS most_noted,
    (
        SELECT LIST(r ORDER BY r.note_issued DESC, r.note_id)
        FROM v_notes AS r WHERE r.note_issued IS NOT NULL
    )[:3] AS newest
FROM wanted AS k
CROSS JOIN answered AS a
CROSS JOIN covered AS c
ORDER BY k.key
