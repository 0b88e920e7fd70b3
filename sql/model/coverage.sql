-- Statements are extracted from English texts only; coverage says where that leaves a note out.
WITH statements_in AS (
    SELECT
        paragraphs.note_id,
        COUNT(DISTINCT statements.paragraph_id) AS paragraphs_with_statement,
        COUNT(DISTINCT collective_statements.paragraph_id) AS collective,
        COUNT(DISTINCT paragraphs.paragraph_id) FILTER (
            WHERE statements.paragraph_id IS NULL AND collective_statements.paragraph_id IS NULL
        ) AS without_state,
        COUNT(DISTINCT statements.statement_id) AS statements
    FROM paragraphs
    LEFT JOIN statements ON paragraphs.paragraph_id = statements.paragraph_id
    LEFT JOIN collective_statements ON paragraphs.paragraph_id = collective_statements.paragraph_id
    GROUP BY paragraphs.note_id
),

accounted AS (
    SELECT
        note_id,
        CAST(SUM(source_end - source_start) AS BIGINT) AS characters_accounted_for
    FROM ledger
    GROUP BY note_id
),

respondents AS (
    SELECT
        note_id,
        COUNT(*) AS found_respondents
    FROM submissions
    WHERE declared
    GROUP BY note_id
),

texts AS (
    SELECT
        note_id,
        COUNT(*) AS submission_texts
    FROM submission_texts
    GROUP BY note_id
),

open_signals AS (
    SELECT
        note_id,
        COUNT(*) AS signals
    FROM signals
    WHERE status = 'open'
    GROUP BY note_id
)

SELECT
    notes.note_id,
    notes.language,
    notes.language = 'en' AS statements_extracted,
    notes.paragraphs,
    COALESCE(statements_in.paragraphs_with_statement, 0) AS paragraphs_with_statement,
    COALESCE(statements_in.collective, 0) AS collective,
    COALESCE(statements_in.without_state, 0) AS without_state,
    COALESCE(statements_in.statements, 0) AS statements,
    COALESCE(texts.submission_texts, 0) AS submission_texts,
    notes.characters_in_source,
    COALESCE(accounted.characters_accounted_for, 0) AS characters_accounted_for,
    notes.declared_respondents,
    COALESCE(respondents.found_respondents, 0) AS found_respondents,
    COALESCE(open_signals.signals, 0) AS signals
FROM notes
LEFT JOIN statements_in ON notes.note_id = statements_in.note_id
LEFT JOIN accounted ON notes.note_id = accounted.note_id
LEFT JOIN respondents ON notes.note_id = respondents.note_id
LEFT JOIN texts ON notes.note_id = texts.note_id
LEFT JOIN open_signals ON notes.note_id = open_signals.note_id
ORDER BY notes.note_id
