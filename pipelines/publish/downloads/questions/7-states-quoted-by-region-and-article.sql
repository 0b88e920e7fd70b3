-- How many States of each region are quoted under each article?
SELECT states.region, by_state_article.article, COUNT(*) AS states_with_a_paragraph
FROM by_state_article
JOIN states ON by_state_article.state_iso3 = states.state_iso3
WHERE by_state_article.status = 'reported'
GROUP BY states.region, by_state_article.article
ORDER BY states.region, by_state_article.article
