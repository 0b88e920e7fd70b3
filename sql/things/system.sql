-- What a release says of each system, body or law that is wanted: one row a system, one document. Its quotes are in the
-- order of the notes.
WITH named AS (
    SELECT
        system_id,
        statement_id,
        stage,
        stage_confidence,
        words_start,
        words_end
    FROM system_mentions
    QUALIFY ROW_NUMBER() OVER (PARTITION BY system_id, statement_id ORDER BY words_start, mention_id) = 1
)

SELECT
    y.system_id AS key,
    y AS system,
    (
        SELECT LIST(NAMING(r, n) ORDER BY r.note_issued NULLS LAST, r.note_id, r.paragraph_number, r.statement_id)
        FROM named AS n
        INNER JOIN v_statements AS r ON n.statement_id = r.statement_id
        WHERE n.system_id = y.system_id
    ) AS statements
FROM v_systems AS y
WHERE y.system_id IN (SELECT w.key FROM wanted AS w)
ORDER BY y.system_id
