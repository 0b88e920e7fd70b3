WITH covered AS (
    SELECT
        note_id,
        ARRAY_TO_STRING(LIST_SORT(LIST(PRINTF('article-%02d', article))), ';') AS articles
    FROM covered_articles
    GROUP BY note_id
)

SELECT
    n.*,
    c.statement_count,
    c.found_respondent_count,
    c.submission_text_count,
    a.articles,
    NULL AS row_id
FROM notes AS n
INNER JOIN coverage AS c ON n.note_id = c.note_id
LEFT JOIN covered AS a ON n.note_id = a.note_id
ORDER BY n.note_issued DESC NULLS LAST, n.note_id
