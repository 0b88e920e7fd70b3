-- The register of a release of a contract before 3.0.0. `release`: its identifier. `identifiers`: the rows of
-- identifiers.csv. `withdrawn`, `note_keys`: tables that it had in place of a register.
SELECT
    COALESCE(i.table_name, w.table_name) AS "table",
    COALESCE(i.identifier, w.row_id) AS identifier,
    COALESCE(i.first_release, w.release) AS first_release,
    w.release AS last_release,
    w.successor_id AS successor,
    w.reason
FROM identifiers AS i
FULL OUTER JOIN withdrawn AS w ON i.table_name = w.table_name AND i.identifier = w.row_id
UNION ALL
SELECT
    'note_key_' || k.key_kind AS "table",
    k.key_value AS identifier,
    release.id AS first_release,
    NULL AS last_release,
    k.note_id AS successor,
    NULL AS reason
FROM note_keys AS k
CROSS JOIN release
ORDER BY "table", identifier
