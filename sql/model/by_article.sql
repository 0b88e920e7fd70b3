-- An article is covered where a heading of a note names it, or a thematic compilation is about it. What stands under a
-- heading that names it only within a range ("articles 15 to 42") is counted for no single article.
WITH covered AS (
    SELECT DISTINCT
        article,
        note_id
    FROM section_articles
    UNION
    SELECT DISTINCT
        article,
        note_id
    FROM submission_texts
    WHERE article IS NOT NULL
),

notes_of_article AS (
    SELECT
        article,
        COUNT(*) AS note_count
    FROM covered
    GROUP BY article
),

statements_of_article AS (
    SELECT
        statement_articles.article,
        COUNT(*) AS statement_count,
        COUNT(DISTINCT statements.state_iso3) AS state_count
    FROM statement_articles
    INNER JOIN statements ON statement_articles.statement_id = statements.statement_id
    WHERE NOT statement_articles.by_range
    GROUP BY statement_articles.article
),

collective_of_article AS (
    SELECT
        section_articles.article,
        COUNT(*) AS collective_statement_count
    FROM collective_statements
    INNER JOIN paragraphs ON collective_statements.paragraph_id = paragraphs.paragraph_id
    INNER JOIN section_articles ON paragraphs.section_id = section_articles.section_id
    WHERE NOT section_articles.by_range
    GROUP BY section_articles.article
),

silent_of_article AS (
    SELECT
        covered.article,
        COUNT(DISTINCT submissions.state_iso3) AS silent_respondent_count
    FROM covered
    INNER JOIN submissions ON covered.note_id = submissions.note_id
    WHERE submissions.silent
    GROUP BY covered.article
),

texts_of_article AS (
    SELECT
        article,
        COUNT(*) AS submission_text_count
    FROM submission_texts
    GROUP BY article
)

SELECT
    articles.article,
    articles.article_title,
    COALESCE(statements_of_article.statement_count, 0) AS statement_count,
    COALESCE(statements_of_article.state_count, 0) AS state_count,
    COALESCE(collective_of_article.collective_statement_count, 0) AS collective_statement_count,
    notes_of_article.note_count,
    COALESCE(silent_of_article.silent_respondent_count, 0) AS silent_respondent_count,
    COALESCE(texts_of_article.submission_text_count, 0) AS submission_text_count
FROM articles
INNER JOIN notes_of_article ON articles.article = notes_of_article.article
LEFT JOIN statements_of_article ON articles.article = statements_of_article.article
LEFT JOIN collective_of_article ON articles.article = collective_of_article.article
LEFT JOIN silent_of_article ON articles.article = silent_of_article.article
LEFT JOIN texts_of_article ON articles.article = texts_of_article.article
ORDER BY articles.article
