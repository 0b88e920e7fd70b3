SELECT
    by_state.state_iso3 AS identifier,
    CAST(by_state.statement_count AS VARCHAR) AS offending,
    CAST(COUNT(statements.statement_id) AS VARCHAR) AS expected
FROM by_state
FULL OUTER JOIN statements ON by_state.state_iso3 = statements.state_iso3
GROUP BY by_state.state_iso3, by_state.statement_count
HAVING by_state.statement_count IS DISTINCT FROM COUNT(statements.statement_id)
ORDER BY identifier
