SELECT
    submissions.note_id,
    submissions.state_iso3,
    states.state_name,
    submissions.declared,
    submissions.name_as_written,
    submissions.statement_count,
    submissions.silent,
    submissions.silent_reason,
    submissions.silent_paragraph_id
FROM extracted.submissions AS submissions
INNER JOIN states ON submissions.state_iso3 = states.state_iso3
ORDER BY submissions.note_id, submissions.state_iso3
