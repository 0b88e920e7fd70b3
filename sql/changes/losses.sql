-- Why each row that nothing stands in for is no longer there, by what the sources gave then and give now.
-- `removed`: the rows. `notes_before`, `files_before`: of the last release. `notes`: of this one.
-- `given`: what the sources give now; `unfit`: what of it is refused; `came_from`: where the last release's files were.
-- `causes`: codes in the order of their gravity, with the sentence for each; `unchanged`: the code where a file is
-- as it was.
WITH gone AS (
    SELECT
        "table",
        identifier,
        REGEXP_EXTRACT(identifier, '^[^./]+') AS note_id
    FROM removed
),

files AS (
    SELECT
        note_id,
        source_file,
        source_sha256,
        language,
        CASE
            WHEN source_sha256 IN (SELECT unfit.sha256 FROM unfit) THEN 'file_refused'
            WHEN source_sha256 IN (SELECT given.sha256 FROM given) THEN (SELECT unchanged.cause FROM unchanged)
            WHEN source_file IN (SELECT given.name FROM given) THEN 'file_changed'
            ELSE 'file_gone'
        END AS cause
    FROM files_before
),

-- A row of a text in another language comes from that text, every other from the text that carries the structure.
gave AS (
    SELECT
        gone.*,
        files.source_sha256,
        CASE WHEN now.note_id IS NULL THEN COALESCE(files.cause, unchanged.cause) ELSE 'other_text' END AS cause,
        COALESCE(now.source_file, files.source_file, 'The file') AS source_file
    FROM gone
    CROSS JOIN unchanged
    LEFT JOIN notes_before AS note ON gone.note_id = note.note_id
    LEFT JOIN files
        ON
            gone.note_id = files.note_id
            AND CASE
                WHEN gone."table" = 'note_files' THEN gone.identifier = files.note_id || '/' || files.source_file
                WHEN REGEXP_FULL_MATCH(gone."table", '(note|section|paragraph|statement)_texts|note_versions')
                    THEN files.language = SPLIT_PART(gone.identifier, '/', 2)
                ELSE note.source_sha256 = files.source_sha256
            END
    LEFT JOIN notes AS now
        ON
            gone.note_id = now.note_id
            AND note.source_sha256 = files.source_sha256
            AND note.source_sha256 <> now.source_sha256
            AND files.cause IN ('file_gone', unchanged.cause)
)

SELECT
    gave."table",
    gave.identifier,
    gave.note_id,
    gave.cause,
    gave.source_file,
    came_from.source,
    REPLACE(causes.sentence, '{file}', gave.source_file) AS sentence
FROM gave
INNER JOIN causes ON gave.cause = causes.cause
LEFT JOIN came_from ON gave.source_sha256 = came_from.sha256
QUALIFY ROW_NUMBER() OVER (PARTITION BY gave."table", gave.identifier ORDER BY causes.rank, gave.source_file) = 1
ORDER BY gave."table", gave.identifier
