-- A note is current unless another note, issued later, has or supersedes its symbol; one without a date counts as the
-- earliest, in every engine. Two questions rather than one with OR, which would compare every note with every other.
SELECT
    notes.note_id,
    notes.note_symbol,
    notes.note_title,
    notes.document_type,
    notes.body,
    notes.place,
    notes.session_start,
    notes.session_end,
    notes.agenda_item,
    notes.note_issued,
    notes.original_language,
    notes.language,
    notes.declared_respondent_count,
    notes.paragraph_count,
    notes.revision,
    notes.supersedes,
    NOT EXISTS (
        SELECT 1
        FROM extracted.notes AS other
        WHERE
            other.supersedes = notes.note_symbol
            AND other.language = notes.language
            AND other.note_id <> notes.note_id
    )
    AND NOT EXISTS (
        SELECT 1
        FROM extracted.notes AS later
        WHERE
            later.note_symbol = notes.note_symbol
            AND later.language = notes.language
            AND (COALESCE(later.note_issued, DATE '0001-01-01'), later.note_id)
            > (COALESCE(notes.note_issued, DATE '0001-01-01'), notes.note_id)
    ) AS current,
    notes.source_file,
    notes.source_url,
    notes.source_sha256,
    notes.source_media_type,
    notes.source_bytes,
    notes.source_character_count
FROM extracted.notes AS notes
ORDER BY notes.note_id
