-- Of each State, by name, how many quotes are new, changed or gone, and under which articles.
WITH articles AS (
    SELECT
        statement_id,
        LIST(article) AS articles
    FROM statement_articles
    WHERE NOT by_range
    GROUP BY statement_id
)

SELECT
    states.state_iso3,
    states.state_name,
    states.state_iso3 IN (SELECT by_state.state_iso3 FROM by_state) AS there,
    COUNT(*) FILTER (WHERE changes.change = 'added') AS added,
    COUNT(*) FILTER (WHERE changes.change = 'changed') AS changed,
    COUNT(*) FILTER (WHERE changes.change = 'removed') AS removed,
    LIST_SORT(LIST_DISTINCT(FLATTEN(LIST(COALESCE(articles.articles, []))))) AS articles
FROM changes
INNER JOIN states ON REGEXP_EXTRACT(changes.identifier, '[.]([A-Z]{3})[^.]*$', 1) = states.state_iso3
LEFT JOIN articles ON changes.identifier = articles.statement_id
WHERE changes."table" = 'statements'
GROUP BY states.state_iso3, states.state_name
ORDER BY states.state_name, states.state_iso3
