-- What is said of a number of States without naming each of them?
SELECT subject_as_written, scope, articles, paragraph_number, quote
FROM collective_statements
ORDER BY collective_statement_id
