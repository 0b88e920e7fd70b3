SELECT
    collective_statements.collective_statement_id,
    collective_statements.note_id,
    collective_statements.paragraph_id,
    collective_statements.paragraph_number,
    collective_statements.scope,
    collective_statements.subject_as_written,
    collective_statements.reporting_verb,
    collective_statements.articles,
    collective_statements.theme,
    collective_statements.quote,
    collective_statements.quote_start,
    collective_statements.quote_end,
    collective_statements.page,
    collective_statements.confidence,
    notes.note_symbol,
    notes.note_title,
    notes.note_issued
FROM extracted.collective_statements AS collective_statements
INNER JOIN extracted.notes AS notes ON collective_statements.note_id = notes.note_id
ORDER BY collective_statements.collective_statement_id
