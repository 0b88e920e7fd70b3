WITH topics_of_statement AS (
    SELECT
        statement_id,
        ARRAY_TO_STRING(LIST_SORT(LIST(topic)), ';') AS topics
    FROM extracted.statement_topics
    GROUP BY statement_id
)

SELECT
    statements.statement_id,
    statements.note_id,
    statements.paragraph_id,
    statements.paragraph_number,
    statements.state_iso3,
    states.state_name,
    statements.name_as_written,
    statements.articles,
    statements.theme,
    topics_of_statement.topics,
    statements.reporting_verb,
    statements.lead_in,
    statements.quote,
    statements.quote_start,
    statements.quote_end,
    statements.page,
    statements.attribution,
    statements.confidence,
    statements.stage,
    statements.stage_confidence,
    statements.trigger_start,
    statements.trigger_end,
    statements.reviewed,
    notes.note_symbol,
    notes.note_title,
    notes.note_issued
FROM extracted.statements AS statements
INNER JOIN extracted.notes AS notes ON statements.note_id = notes.note_id
INNER JOIN states ON statements.state_iso3 = states.state_iso3
LEFT JOIN topics_of_statement ON statements.statement_id = topics_of_statement.statement_id
ORDER BY statements.statement_id
