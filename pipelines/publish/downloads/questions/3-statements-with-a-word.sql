-- Which statements contain the word “procurement”?
SELECT state_name, paragraph_number, quote, statement_id
FROM statements
WHERE rowid IN (SELECT docid FROM statements_fts WHERE statements_fts MATCH 'procurement')
ORDER BY state_name, statement_id
