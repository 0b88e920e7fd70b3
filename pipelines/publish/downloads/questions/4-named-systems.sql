-- Which portals, registers and programmes are called by their names, and in which paragraph?
SELECT statements.state_name, named_systems.system_name, named_systems.acronym, statements.paragraph_number, statements.note_title
FROM named_systems
JOIN statements ON named_systems.statement_id = statements.statement_id
ORDER BY statements.state_name, named_systems.system_id
