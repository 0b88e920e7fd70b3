-- Which respondents does a note list without speaking of them? (This says nothing about what they have done.)
SELECT submissions.state_name, notes.note_title, notes.note_issued
FROM submissions
JOIN notes ON submissions.note_id = notes.note_id
WHERE submissions.silent = 1
ORDER BY submissions.state_name, notes.note_issued
