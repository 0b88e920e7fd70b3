-- Statements are not extracted in every language; coverage says where that leaves a note out.
WITH statements_in AS (
    SELECT
        paragraphs.note_id,
        COUNT(DISTINCT statements.paragraph_id) AS paragraph_with_statement_count,
        COUNT(DISTINCT collective_statements.paragraph_id) AS paragraph_with_collective_statement_count,
        COUNT(DISTINCT paragraphs.paragraph_id) FILTER (
            WHERE statements.paragraph_id IS NULL AND collective_statements.paragraph_id IS NULL
        ) AS paragraph_without_state_count,
        COUNT(DISTINCT statements.statement_id) AS statement_count
    FROM paragraphs
    LEFT JOIN statements ON paragraphs.paragraph_id = statements.paragraph_id
    LEFT JOIN collective_statements ON paragraphs.paragraph_id = collective_statements.paragraph_id
    GROUP BY paragraphs.note_id
),

accounted AS (
    SELECT
        note_id,
        CAST(SUM(source_end - source_start) AS BIGINT) AS accounted_character_count
    FROM ledger
    GROUP BY note_id
),

respondents AS (
    SELECT
        note_id,
        COUNT(*) AS found_respondent_count,
        COUNT(*) FILTER (WHERE silent) AS silent_respondent_count,
        COUNT(*) FILTER (WHERE silent IS NULL) AS unclear_respondent_count
    FROM submissions
    WHERE declared
    GROUP BY note_id
),

texts AS (
    SELECT
        note_id,
        COUNT(*) AS submission_text_count
    FROM submission_texts
    GROUP BY note_id
),

signals_of_note AS (
    SELECT
        note_id,
        COUNT(*) FILTER (WHERE signal_status = 'open') AS signal_count,
        COUNT(*) FILTER (WHERE rule = 'language_not_read') AS unread,
        COUNT(DISTINCT paragraph_id) FILTER (
            WHERE rule IN ('names_without_statement', 'doubtful_statement')
        ) AS paragraph_with_unread_name_count
    FROM signals
    GROUP BY note_id
)

SELECT
    notes.note_id,
    notes.language,
    COALESCE(signals_of_note.unread, 0) = 0 AS statements_extracted,
    notes.paragraph_count,
    COALESCE(statements_in.paragraph_with_statement_count, 0) AS paragraph_with_statement_count,
    COALESCE(statements_in.paragraph_with_collective_statement_count, 0) AS paragraph_with_collective_statement_count,
    COALESCE(statements_in.paragraph_without_state_count, 0) AS paragraph_without_state_count,
    COALESCE(signals_of_note.paragraph_with_unread_name_count, 0) AS paragraph_with_unread_name_count,
    COALESCE(statements_in.statement_count, 0) AS statement_count,
    COALESCE(texts.submission_text_count, 0) AS submission_text_count,
    notes.source_character_count,
    COALESCE(accounted.accounted_character_count, 0) AS accounted_character_count,
    notes.declared_respondent_count,
    COALESCE(respondents.found_respondent_count, 0) AS found_respondent_count,
    COALESCE(respondents.silent_respondent_count, 0) AS silent_respondent_count,
    COALESCE(respondents.unclear_respondent_count, 0) AS unclear_respondent_count,
    COALESCE(signals_of_note.signal_count, 0) AS signal_count
FROM notes
LEFT JOIN statements_in ON notes.note_id = statements_in.note_id
LEFT JOIN accounted ON notes.note_id = accounted.note_id
LEFT JOIN respondents ON notes.note_id = respondents.note_id
LEFT JOIN texts ON notes.note_id = texts.note_id
LEFT JOIN signals_of_note ON notes.note_id = signals_of_note.note_id
ORDER BY notes.note_id
