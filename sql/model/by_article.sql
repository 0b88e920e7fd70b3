-- An article is covered where a heading of a note names it, or a thematic compilation is about it.
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
    GROUP BY statement_articles.article
),

collective_articles AS (
    SELECT UNNEST(STRING_SPLIT(articles, ';')) AS article_code
    FROM collective_statements
),

collective_of_article AS (
    SELECT
        article_code,
        COUNT(*) AS collective_statement_count
    FROM collective_articles
    GROUP BY article_code
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
LEFT JOIN collective_of_article ON articles.article_code = collective_of_article.article_code
LEFT JOIN silent_of_article ON articles.article = silent_of_article.article
LEFT JOIN texts_of_article ON articles.article = texts_of_article.article
ORDER BY articles.article
