SELECT
    submissions.note_id,
    submissions.state_iso3,
    states.name AS state_name,
    submissions.declared,
    submissions.name_as_written,
    submissions.statements,
    submissions.silent
FROM extracted.submissions AS submissions
INNER JOIN states ON submissions.state_iso3 = states.state_iso3
ORDER BY submissions.note_id, submissions.state_iso3
