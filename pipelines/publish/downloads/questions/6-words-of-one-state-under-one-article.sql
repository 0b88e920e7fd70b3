-- What does a note say that Argentina reported under article 13?
SELECT statements.note_title, statements.note_issued, statements.paragraph_number, statements.quote
FROM statements
JOIN statement_articles ON statements.statement_id = statement_articles.statement_id
WHERE statements.state_name = 'Argentina' AND statement_articles.article = 13
ORDER BY statements.note_issued, statements.statement_id
