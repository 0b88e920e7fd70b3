-- Which States sent information and are not mentioned, and for which is that unclear? (This says nothing about what they have done.)
SELECT submissions.state_name, notes.note_title, notes.note_issued,
    CASE WHEN submissions.silent = 1 THEN 'not mentioned' ELSE 'can''t be told' END AS silence
FROM submissions
JOIN notes ON submissions.note_id = notes.note_id
WHERE COALESCE(submissions.silent, 1) = 1
ORDER BY submissions.state_name, notes.note_issued
