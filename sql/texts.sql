-- The archived texts of the notes: each current version, by `edition` told apart from that which carries the structure.
SELECT
    v.note_id,
    CASE WHEN v.language <> n.language THEN '.' || v.language ELSE '' END AS edition,
    v.source_sha256
FROM note_versions AS v
INNER JOIN notes AS n ON v.note_id = n.note_id
WHERE v.current
ORDER BY v.note_id, edition, v.source_sha256
