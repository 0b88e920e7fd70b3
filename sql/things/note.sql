-- What a release says of each note that is wanted: one row a note, one document.
SELECT
    k.key,
    (SELECT r FROM v_notes AS r WHERE r.note_id = k.key) AS note,
    (SELECT r FROM v_coverage AS r WHERE r.note_id = k.key) AS coverage,
    (
        SELECT LIST(r ORDER BY r.language, r.revision NULLS FIRST)
        FROM v_note_versions AS r WHERE r.note_id = k.key
    ) AS versions,
    (SELECT LIST(r ORDER BY r.source_file, r.source_sha256) FROM v_note_files AS r WHERE r.note_id = k.key) AS files,
    (SELECT LIST(r ORDER BY r.language) FROM v_note_texts AS r WHERE r.note_id = k.key) AS texts,
    (SELECT LIST(r ORDER BY r.state_name, r.state_iso3) FROM v_submissions AS r WHERE r.note_id = k.key) AS submissions,
    (SELECT LIST(r ORDER BY r.position) FROM v_sections AS r WHERE r.note_id = k.key) AS sections,
    (
        SELECT LIST(r ORDER BY r.section_id, r.article)
        FROM v_section_articles AS r WHERE r.note_id = k.key
    ) AS section_articles,
    (
        SELECT LIST(r ORDER BY r.section_id, r.language)
        FROM v_section_texts AS r WHERE r.note_id = k.key
    ) AS section_texts,
    (SELECT LIST(r ORDER BY r.position) FROM v_paragraphs AS r WHERE r.note_id = k.key) AS paragraphs,
    (
        SELECT LIST(r ORDER BY r.paragraph_id, r.language)
        FROM v_paragraph_texts AS r WHERE r.note_id = k.key
    ) AS paragraph_texts,
    (SELECT LIST(r ORDER BY r.statement_id) FROM v_statements AS r WHERE r.note_id = k.key) AS statements,
    (
        SELECT LIST(r ORDER BY r.collective_statement_id)
        FROM v_collective_statements AS r WHERE r.note_id = k.key
    ) AS collective_statements,
    (
        SELECT LIST(r ORDER BY r.statement_id, r.topic)
        FROM v_statement_topics AS r WHERE r.note_id = k.key
    ) AS statement_topics,
    (SELECT LIST(r ORDER BY r.mention_id) FROM v_system_mentions AS r WHERE r.note_id = k.key) AS system_mentions,
    (
        SELECT LIST(r ORDER BY r.source_start, r.submission_text_id)
        FROM v_submission_texts AS r WHERE r.note_id = k.key
    ) AS submission_texts,
    (SELECT LIST(r ORDER BY r.source_start, r.footnote_id) FROM v_footnotes AS r WHERE r.note_id = k.key) AS footnotes,
    (SELECT LIST(r ORDER BY r.citation_id) FROM v_citations AS r WHERE r.note_id = k.key) AS citations,
    (SELECT LIST(r ORDER BY r.signal_id) FROM v_signals AS r WHERE r.note_id = k.key) AS signals,
    (
        SELECT LIST(r ORDER BY r."table", r.identifier)
        FROM v_withdrawn AS r
        WHERE
            REGEXP_EXTRACT(r.identifier, '^[^./]+') = k.key
            AND r."table" IN ('notes', 'paragraphs', 'statements', 'collective_statements', 'submission_texts')
    ) AS withdrawn
FROM wanted AS k
ORDER BY k.key
