SELECT
    s.* EXCLUDE (stage),
    d.system_id,
    d.mention_id,
    d.words,
    d.acronym,
    d.system_kind,
    d.stage,
    y.statement_count,
    t.region,
    s.statement_id AS row_id
FROM system_mentions AS d
INNER JOIN systems AS y ON d.system_id = y.system_id
INNER JOIN statements AS s ON d.statement_id = s.statement_id
INNER JOIN states AS t ON s.state_iso3 = t.state_iso3
ORDER BY s.state_name, d.system_id, s.note_issued NULLS LAST, d.mention_id
