-- Which notes cover which article: a heading names it by itself, or the note is a thematic compilation about it. A
-- heading that names it only within a range ("articles 15 to 42") covers no single article.
SELECT
    article,
    note_id
FROM section_articles
WHERE NOT by_range
UNION
SELECT
    article,
    note_id
FROM submission_texts
WHERE article IS NOT NULL
