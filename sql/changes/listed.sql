-- The rows that differ (`changes`) of some tables (`wanted`: name and place in the order). `register`: why removed rows
-- went and what stands in their place, where another release says it.
SELECT
    changes."table",
    changes.identifier,
    changes.change,
    changes.columns,
    changes.cause,
    COALESCE(register.reason, changes.reason) AS reason,
    COALESCE(register.successor, changes.successor_id) AS successor_id
FROM changes
INNER JOIN wanted ON changes."table" = wanted.name
LEFT JOIN register
    ON
        changes.change = 'removed'
        AND changes."table" = register."table"
        AND changes.identifier = register.identifier
ORDER BY wanted.place, changes.identifier, changes.change
