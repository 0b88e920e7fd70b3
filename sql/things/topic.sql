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
            LIST(
                STRUCT_UPDATE(
                    r,
                    stage := n.stage,
                    stage_confidence := n.stage_confidence,
                    words_start := n.words_start,
                    words_end := n.words_end
                )
                ORDER BY r.state_name, r.note_issued DESC NULLS LAST, r.note_id, r.statement_id
            )
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
