-- The row of a statement, with the words of its quote that name a topic or a system, and the stage of their sentence.
CREATE MACRO NAMING(quoted, named) AS STRUCT_UPDATE(
    quoted,
    stage := named.stage,
    stage_confidence := named.stage_confidence,
    words_start := named.words_start,
    words_end := named.words_end
)
