-- Every State, what notes say of it, empty where none lists or mentions it, and whether it has a page.
SELECT
    s.*,
    b.* EXCLUDE (state_iso3, state_name, region),
    b.state_iso3 IS NOT NULL AS there,
    IF(b.submission_count > 0, 'yes', 'no') AS listed,
    IF(b.statement_count > 0, 'yes', 'no') AS quoted,
    IF(b.silent_note_count > 0, 'yes', 'no') AS silent,
    IF(b.unclear_note_count > 0, 'yes', 'no') AS unclear,
    t.key IS NOT NULL AS paged
FROM states AS s
LEFT JOIN by_state AS b ON s.state_iso3 = b.state_iso3
LEFT JOIN things AS t ON t.kind = 'State' AND s.state_iso3 = t.key
ORDER BY s.state_name, s.state_iso3
