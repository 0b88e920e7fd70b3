-- Each State under each article. `shade`: one of four, by quarters of the highest number; 0 where nothing is counted.
-- Where there are no more notes than a list to choose from has ($1), each has a place in it, the newest first: `notes`
-- are those that quote the State there, with the number of statements (`0:2 3:1`), `listed` those that list or mention
-- it and do not quote it, with the first letter of its status (`1s 2l`), `covered` those that cover the article.
WITH highest AS (
    SELECT MAX(statement_count) AS n
    FROM by_state_article
),

placed AS (
    SELECT
        note_id,
        ROW_NUMBER() OVER (ORDER BY note_issued DESC NULLS LAST, note_id) - 1 AS place
    FROM notes
    QUALIFY COUNT(*) OVER () <= $1
),

quoted AS (
    SELECT
        t.state_iso3,
        t.article,
        STRING_AGG(p.place || ':' || t.statement_count, ' ' ORDER BY t.note_id) AS notes
    FROM state_timeline AS t
    INNER JOIN placed AS p ON t.note_id = p.note_id
    WHERE t.status = 'reported'
    GROUP BY t.state_iso3, t.article
),

-- Under every article of a note without a statement a State has the same status.
unquoted AS (
    SELECT DISTINCT
        t.state_iso3,
        p.place,
        t.status[1] AS letter
    FROM state_timeline AS t
    INNER JOIN placed AS p ON t.note_id = p.note_id
    WHERE t.status <> 'reported'
),

listed AS (
    SELECT
        state_iso3,
        STRING_AGG(place || letter, ' ' ORDER BY place, letter) AS listed
    FROM unquoted
    GROUP BY state_iso3
),

covered AS (
    SELECT
        c.article,
        STRING_AGG(p.place, ' ' ORDER BY p.place) AS covered
    FROM covered_articles AS c
    INNER JOIN placed AS p ON c.note_id = p.note_id
    GROUP BY c.article
)

SELECT
    c.*,
    b.state_name,
    b.region,
    q.notes,
    l.listed,
    v.covered,
    COALESCE((4 * c.statement_count + h.n - 1) // NULLIF(h.n, 0), 0) AS shade
FROM by_state_article AS c
INNER JOIN by_state AS b ON c.state_iso3 = b.state_iso3
CROSS JOIN highest AS h
LEFT JOIN quoted AS q ON c.state_iso3 = q.state_iso3 AND c.article = q.article
LEFT JOIN listed AS l ON c.state_iso3 = l.state_iso3
LEFT JOIN covered AS v ON c.article = v.article
ORDER BY b.state_name, c.state_iso3, c.article
