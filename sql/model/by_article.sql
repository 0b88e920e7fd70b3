WITH notes_of_article AS (
    SELECT
        article,
        COUNT(*) AS note_count
    FROM views.covered_articles
    GROUP BY article
),

states_of_article AS (
    SELECT
        article,
        CAST(SUM(statement_count) AS BIGINT) AS statement_count,
        COUNT(*) FILTER (WHERE status = 'reported') AS state_count,
        COUNT(*) FILTER (WHERE status = 'silent') AS silent_respondent_count,
        COUNT(*) FILTER (WHERE status = 'listed') AS unclear_respondent_count
    FROM by_state_article
    GROUP BY article
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
    COALESCE(states_of_article.statement_count, 0) AS statement_count,
    COALESCE(states_of_article.state_count, 0) AS state_count,
    COALESCE(collective_of_article.collective_statement_count, 0) AS collective_statement_count,
    notes_of_article.note_count,
    COALESCE(states_of_article.silent_respondent_count, 0) AS silent_respondent_count,
    COALESCE(states_of_article.unclear_respondent_count, 0) AS unclear_respondent_count,
    COALESCE(texts_of_article.submission_text_count, 0) AS submission_text_count
FROM articles
INNER JOIN notes_of_article ON articles.article = notes_of_article.article
LEFT JOIN states_of_article ON articles.article = states_of_article.article
LEFT JOIN collective_of_article ON articles.article = collective_of_article.article
LEFT JOIN texts_of_article ON articles.article = texts_of_article.article
ORDER BY articles.article
