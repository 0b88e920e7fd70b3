-- How many statements does each State have under each article?
SELECT state_iso3, article, statement_count, status
FROM by_state_article
ORDER BY state_iso3, article
