SELECT
    submission_texts.submission_text_id,
    submission_texts.note_id,
    submission_texts.state_iso3,
    states.state_name,
    submission_texts.name_as_written,
    submission_texts.article,
    submission_texts.provision,
    submission_texts.meeting,
    submission_texts.text,
    submission_texts.paragraph_count,
    submission_texts.source_start,
    submission_texts.source_end
FROM extracted.submission_texts AS submission_texts
INNER JOIN states ON submission_texts.state_iso3 = states.state_iso3
ORDER BY submission_texts.submission_text_id
