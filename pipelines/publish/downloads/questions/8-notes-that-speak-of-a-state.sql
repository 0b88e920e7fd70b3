-- Which notes mention each State, and in how many paragraphs?
SELECT state_name, note_issued, note_title, COUNT(*) AS paragraphs
FROM statements
GROUP BY state_name, note_issued, note_title
ORDER BY state_name, note_issued, note_title
