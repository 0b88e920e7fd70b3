-- What do notes say about several States without naming each of them?
SELECT subject_as_written, scope, articles, paragraph_number, quote
FROM collective_statements
ORDER BY collective_statement_id
