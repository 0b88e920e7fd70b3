-- Which systems, bodies and laws are named, and in which paragraph?
SELECT statements.state_name, system_mentions.system_id, system_mentions.words, system_mentions.stage, statements.note_issued, statements.note_title
FROM system_mentions
JOIN statements ON system_mentions.statement_id = statements.statement_id
ORDER BY statements.state_name, system_mentions.system_id, statements.note_issued, system_mentions.mention_id
