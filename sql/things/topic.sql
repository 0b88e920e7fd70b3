-- What a release says of each topic that is wanted: one row a topic, one document.
WITH
wide AS (
    SELECT
        topic,
        UNNEST([topic, broader]) AS whole
    FROM topics
),

-- What is said of a narrower topic stands on the page of the broader one, too: once, where a quote names both.
named AS (
    SELECT
        wide.whole AS topic,
        n.statement_id,
        n.stage,
        n.stage_confidence,
        n.words_start,
        n.words_end
    FROM statement_topics AS n
    INNER JOIN wide ON n.topic = wide.topic
    QUALIFY
        ROW_NUMBER() OVER (PARTITION BY wide.whole, n.statement_id ORDER BY n.words_start, n.words_end, n.topic) = 1
),

-- Notes in which States could have been quoted on a topic: those that cover an article of it, and those that quote one.
asking AS (
    SELECT
        t.topic,
        c.note_id
    FROM topics AS t
    INNER JOIN covered_articles AS c ON CONTAINS(t.articles, PRINTF('article-%02d', c.article))
    UNION
    SELECT
        n.topic,
        s.note_id
    FROM named AS n
    INNER JOIN statements AS s ON n.statement_id = s.statement_id
),

quoted AS (
    SELECT
        n.topic,
        s.state_iso3,
        s.note_id,
        COUNT(*) AS statement_count,
        ARG_MAX(n.stage, s.statement_id) AS stage
    FROM named AS n
    INNER JOIN statements AS s ON n.statement_id = s.statement_id
    GROUP BY n.topic, s.state_iso3, s.note_id
),

-- A State that such a note lists or mentions, and what it says of it.
asked AS (
    SELECT
        a.topic,
        b.state_iso3,
        b.silent,
        n.note_issued,
        n.note_id,
        n.respondents_read,
        q.statement_count,
        q.stage
    FROM asking AS a
    INNER JOIN notes AS n ON a.note_id = n.note_id
    LEFT JOIN submissions AS b ON a.note_id = b.note_id
    LEFT JOIN quoted AS q ON a.topic = q.topic AND a.note_id = q.note_id AND b.state_iso3 = q.state_iso3
),

-- Where the list of a note of the year was not read whole, it can't be told how many were asked.
years AS (
    SELECT
        topic,
        {
            'year': YEAR(note_issued),
            'state_count': IF(BOOL_AND(respondents_read = 'whole'), COUNT(DISTINCT state_iso3), NULL),
            'quoted_count': COUNT(DISTINCT state_iso3) FILTER (WHERE statement_count > 0)
        } AS said
    FROM asked
    WHERE note_issued IS NOT NULL
    GROUP BY topic, YEAR(note_issued)
),

-- Quoted on it, or else not; or it can't be told of one of the notes whether it is mentioned. Its stage is what the
-- last quote tells.
states AS (
    SELECT
        topic,
        state_iso3,
        CAST(COALESCE(SUM(statement_count), 0) AS BIGINT) AS statement_count,
        CASE WHEN COUNT(statement_count) > 0 THEN TRUE WHEN COUNT(*) = COUNT(silent) THEN FALSE END AS quoted,
        ARG_MAX(stage, (note_issued, note_id)) AS stage,
        MAX(note_issued) FILTER (WHERE statement_count > 0) AS last_note_issued
    FROM asked
    WHERE state_iso3 IS NOT NULL
    GROUP BY topic, state_iso3
),

counted AS (
    SELECT
        n.topic,
        COUNT(*) AS statement_count,
        COUNT(DISTINCT s.state_iso3) AS state_count,
        MAX(s.note_issued) AS last_note_issued
    FROM named AS n
    INNER JOIN statements AS s ON n.statement_id = s.statement_id
    GROUP BY n.topic
)

SELECT
    t.topic AS key,
    t AS topic,
    c.last_note_issued,
    COALESCE(c.statement_count, 0) AS statement_count,
    COALESCE(c.state_count, 0) AS state_count,
    (
        SELECT LIST(r.topic ORDER BY r.topic)
        FROM counted AS r WHERE r.topic = t.broader
    ) AS broader,
    (
        SELECT LIST(r.topic ORDER BY r.topic)
        FROM topics AS r
        SEMI JOIN counted AS o ON r.topic = o.topic
        WHERE r.broader = t.topic
    ) AS narrower,
    (
        SELECT LIST(r.article ORDER BY r.article)
        FROM by_article AS r WHERE CONTAINS(t.articles, PRINTF('article-%02d', r.article))
    ) AS covered_articles,
    (
        SELECT
            LIST({
                'state_iso3': r.state_iso3,
                'state_name': s.state_name,
                'statement_count': r.statement_count,
                'quoted': r.quoted,
                'stage': r.stage,
                'last_note_issued': r.last_note_issued
            } ORDER BY s.state_name, r.state_iso3)
        FROM states AS r
        INNER JOIN by_state AS s ON r.state_iso3 = s.state_iso3
        WHERE r.topic = t.topic
    ) AS states,
    (SELECT LIST(r.said ORDER BY r.said.year) FROM years AS r WHERE r.topic = t.topic) AS years,
    (
        SELECT LIST(NAMING(r, n) ORDER BY r.state_name, r.note_issued DESC NULLS LAST, r.note_id, r.statement_id)
        FROM named AS n
        INNER JOIN v_statements AS r ON n.statement_id = r.statement_id
        WHERE n.topic = t.topic
    ) AS statements,
    (
        SELECT LIST(r ORDER BY r.identifier)
        FROM v_withdrawn AS r
        WHERE
            r."table" = 'statements'
            AND r.identifier IN (
                SELECT w.statement_id FROM withdrawn_under AS w
                WHERE w."table" = 'statement_topics' AND w.thing = t.topic
            )
    ) AS withdrawn
FROM v_topics AS t
LEFT JOIN counted AS c ON t.topic = c.topic
WHERE t.topic IN (SELECT w.key FROM wanted AS w)
ORDER BY t.topic
