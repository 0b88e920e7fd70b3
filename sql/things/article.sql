-- What a release says of each article that is wanted: one row an article, one document.
WITH
-- Rows of a statement that stands under a heading of the article itself, not of a range of articles.
own AS (
    SELECT
        article,
        statement_id
    FROM statement_articles
    WHERE NOT by_range
),

-- Those with a page, and what stands beside each.
beside AS (
    SELECT
        article,
        LAG(article) OVER by_number AS before,
        LEAD(article) OVER by_number AS after
    FROM articles
    WHERE CAST(article AS VARCHAR) IN (SELECT t.key FROM things AS t WHERE t.kind = 'Article')
    WINDOW by_number AS (ORDER BY article)
),

-- What stands under a range of articles is of the whole range: it is led to, where it stands once.
ranges AS (
    SELECT
        a.article,
        a.section_id,
        a.note_id,
        h.heading,
        COUNT(DISTINCT s.statement_id) AS statement_count
    FROM section_articles AS a
    INNER JOIN sections AS h ON a.section_id = h.section_id
    INNER JOIN paragraphs AS p ON a.section_id = p.section_id
    LEFT JOIN statements AS s ON p.paragraph_id = s.paragraph_id
    WHERE a.by_range
    GROUP BY a.article, a.section_id, a.note_id, h.heading
),

-- A State that a note lists counts in the year of the note, whether or not a paragraph mentions it. Where the list of a
-- note was not read whole, it can't be told how many were asked.
years AS (
    SELECT
        c.article,
        YEAR(n.note_issued) AS year,
        IF(BOOL_AND(n.respondents_read = 'whole'), COUNT(DISTINCT t.state_iso3), NULL) AS state_count,
        COUNT(DISTINCT t.state_iso3) FILTER (WHERE t.status = 'reported') AS quoted_count
    FROM covered_articles AS c
    INNER JOIN notes AS n ON c.note_id = n.note_id
    LEFT JOIN state_timeline AS t ON c.article = t.article AND c.note_id = t.note_id
    WHERE n.note_issued IS NOT NULL
    GROUP BY c.article, year
),

headings AS (
    SELECT DISTINCT
        a.article,
        { 'heading': s.heading, 'language': n.language } AS heading
    FROM sections AS s
    INNER JOIN section_articles AS a ON s.section_id = a.section_id
    INNER JOIN notes AS n ON s.note_id = n.note_id
    WHERE NOT a.inherited AND NOT a.by_range
)

SELECT
    CAST(a.article AS VARCHAR) AS key,
    a AS article,
    n.before,
    n.after,
    (SELECT r FROM v_by_article AS r WHERE r.article = a.article) AS summary,
    (
        SELECT
            LIST({
                'state_iso3': r.state_iso3,
                'state_name': s.state_name,
                'statement_count': r.statement_count,
                'status': r.status
            } ORDER BY s.state_name, r.state_iso3)
        FROM by_state_article AS r
        INNER JOIN by_state AS s ON r.state_iso3 = s.state_iso3
        WHERE r.article = a.article
    ) AS states,
    (SELECT LIST(r.heading ORDER BY r.heading) FROM headings AS r WHERE r.article = a.article) AS headings,
    (
        SELECT
            LIST({
                'section_id': r.section_id,
                'note_id': r.note_id,
                'heading': r.heading,
                'statement_count': r.statement_count
            } ORDER BY r.section_id)
        FROM ranges AS r WHERE r.article = a.article
    ) AS ranges,
    (
        SELECT
            LIST({
                'year': r.year, 'state_count': r.state_count, 'quoted_count': r.quoted_count
            } ORDER BY r.year)
        FROM years AS r WHERE r.article = a.article
    ) AS years,
    (
        SELECT LIST(r ORDER BY r.note_issued DESC NULLS LAST, r.note_id, r.statement_id)
        FROM v_statements AS r
        INNER JOIN own AS o ON r.statement_id = o.statement_id
        WHERE o.article = a.article
    ) AS statements,
    (
        SELECT LIST(r ORDER BY r.note_issued DESC NULLS LAST, r.note_id, r.collective_statement_id)
        FROM v_collective_statements AS r
        INNER JOIN paragraphs AS p ON r.paragraph_id = p.paragraph_id
        INNER JOIN section_articles AS o ON p.section_id = o.section_id
        WHERE NOT o.by_range AND o.article = a.article
    ) AS collective_statements,
    (
        SELECT LIST(r ORDER BY r.state_name, r.meeting, r.submission_text_id)
        FROM v_submission_texts AS r WHERE r.article = a.article
    ) AS submission_texts,
    (
        SELECT LIST(r ORDER BY r.identifier)
        FROM v_withdrawn AS r
        WHERE
            r."table" = 'statements'
            AND r.identifier IN (
                SELECT w.statement_id FROM withdrawn_under AS w
                WHERE w."table" = 'statement_articles' AND w.thing = CAST(a.article AS VARCHAR)
            )
    ) AS withdrawn
FROM v_articles AS a
LEFT JOIN beside AS n ON a.article = n.article
WHERE CAST(a.article AS VARCHAR) IN (SELECT w.key FROM wanted AS w)
ORDER BY a.article
