-- What a release says of each State that is wanted: one row a State, one document.
WITH
-- The first quote and the last on each topic on which several notes quote a State.
in_order AS (
    SELECT
        s.state_iso3,
        n.topic,
        s.note_id,
        { 'statement_id': s.statement_id, 'stage': n.stage } AS quote,
        ROW_NUMBER() OVER (
            PARTITION BY s.state_iso3, n.topic
            ORDER BY s.note_issued NULLS LAST, s.note_id, s.paragraph_number, s.statement_id, n.words_start
        ) AS place
    FROM statement_topics AS n
    INNER JOIN statements AS s ON n.statement_id = s.statement_id
    WHERE s.state_iso3 IN (SELECT w.key FROM wanted AS w)
),

first_and_last AS (
    SELECT
        state_iso3,
        topic,
        MIN_BY(quote, place) AS first,
        MAX_BY(quote, place) AS last
    FROM in_order
    GROUP BY state_iso3, topic
    HAVING COUNT(DISTINCT note_id) > 1
),

-- What the notes of a year that cover an article and list or mention the State say together: quoted where one quotes
-- it, else not to be told where that can't be told of one.
steps AS (
    SELECT
        state_iso3,
        article,
        status,
        note_id,
        statement_count,
        YEAR(note_issued) AS year,
        SPLIT_PART(statement_ids, ';', 1) AS statement_id,
        LIST_POSITION(['reported', 'listed', 'mentioned', 'silent'], status) AS place,
        CASE
            WHEN CONTAINS(stages, 'in_place') THEN 4
            WHEN CONTAINS(stages, 'done') THEN 3
            WHEN CONTAINS(stages, 'under_way') THEN 2
            WHEN CONTAINS(stages, 'planned') THEN 1
        END AS furthest
    FROM state_timeline
    WHERE state_iso3 IN (SELECT w.key FROM wanted AS w)
),

years AS (
    SELECT
        state_iso3,
        {
            'article': article,
            'year': year,
            'status': MIN_BY(status, (place, note_id)),
            'stage': ['planned', 'under_way', 'done', 'in_place'][MAX(furthest)],
            'statement_count': CAST(SUM(statement_count) AS BIGINT),
            'note_id': MIN_BY(note_id, (place, note_id)),
            'statement_id': MIN(statement_id)
        } AS said
    FROM steps
    GROUP BY state_iso3, article, year
),

-- How many collective statements each note has that lists the State, but for words that are quoted for it ("Several
-- States, including Kenya, …"): for reading beside its statements, never counted for it.
collective AS (
    SELECT
        b.state_iso3,
        c.note_id,
        c.note_issued,
        COUNT(*) AS collective_statement_count
    FROM collective_statements AS c
    INNER JOIN
        submissions AS b
    ON c.note_id = b.note_id AND b.declared AND b.state_iso3 IN (SELECT w.key FROM wanted AS w)
    ANTI JOIN statements AS o
        ON
            b.state_iso3 = o.state_iso3 AND c.paragraph_id = o.paragraph_id
            AND c.quote_start < o.quote_end AND c.quote_end > o.quote_start
    GROUP BY b.state_iso3, c.note_id, c.note_issued
),

written AS (
    SELECT DISTINCT
        s.state_iso3,
        { 'name_as_written': s.name_as_written, 'language': n.language } AS name
    FROM statements AS s
    INNER JOIN notes AS n ON s.note_id = n.note_id
    WHERE s.state_iso3 IN (SELECT w.key FROM wanted AS w)
),

beside AS (
    SELECT
        state_iso3,
        LAG({ 'state_iso3': state_iso3, 'state_name': state_name }) OVER by_name AS before,
        LEAD({ 'state_iso3': state_iso3, 'state_name': state_name }) OVER by_name AS after
    FROM by_state
    WINDOW by_name AS (ORDER BY state_name, state_iso3)
)

SELECT
    s.state_iso3 AS key,
    s AS state,
    n.before,
    n.after,
    (SELECT r FROM v_by_state AS r WHERE r.state_iso3 = s.state_iso3) AS summary,
    (
        SELECT LIST(r.name ORDER BY r.name)
        FROM written AS r WHERE r.state_iso3 = s.state_iso3
    ) AS names_as_written,
    (SELECT LIST(r ORDER BY r.article) FROM v_by_state_article AS r WHERE r.state_iso3 = s.state_iso3) AS by_article,
    (
        SELECT LIST(r.said ORDER BY r.said.article, r.said.year NULLS LAST)
        FROM years AS r WHERE r.state_iso3 = s.state_iso3
    ) AS years,
    (
        SELECT LIST({ 'topic': r.topic, 'first': r.first, 'last': r.last } ORDER BY r.topic)
        FROM first_and_last AS r WHERE r.state_iso3 = s.state_iso3
    ) AS first_and_last,
    (SELECT LIST(r ORDER BY r.note_id) FROM v_submissions AS r WHERE r.state_iso3 = s.state_iso3) AS submissions,
    (
        SELECT LIST(r ORDER BY r.articles = [], r.articles, r.note_issued DESC NULLS LAST, r.note_id, r.statement_id)
        FROM v_statements AS r WHERE r.state_iso3 = s.state_iso3
    ) AS statements,
    (
        SELECT LIST({ 'note_id': r.note_id, 'collective_statement_count': r.collective_statement_count }
            ORDER BY r.note_issued DESC NULLS LAST, r.note_id)
        FROM collective AS r WHERE r.state_iso3 = s.state_iso3
    ) AS collective,
    (SELECT LIST(r ORDER BY r.system_id) FROM v_systems AS r WHERE r.state_iso3 = s.state_iso3) AS systems,
    (SELECT LIST(r ORDER BY r.mention_id) FROM v_system_mentions AS r WHERE r.state_iso3 = s.state_iso3)
        AS system_mentions,
    (
        SELECT LIST(r ORDER BY r.article NULLS LAST, r.meeting, r.submission_text_id)
        FROM v_submission_texts AS r WHERE r.state_iso3 = s.state_iso3
    ) AS submission_texts,
    (
        SELECT LIST(r ORDER BY r.identifier)
        FROM v_withdrawn AS r
        WHERE r."table" = 'statements' AND s.state_iso3 = REGEXP_EXTRACT(r.identifier, '[./]([A-Z]{3})[^./]*$', 1)
    ) AS withdrawn
FROM v_states AS s
LEFT JOIN beside AS n ON s.state_iso3 = n.state_iso3
WHERE s.state_iso3 IN (SELECT w.key FROM wanted AS w)
ORDER BY s.state_iso3
