-- What a person should look at: open signals, statements that are not sure and not reviewed, systems of one State whose
-- names are much alike. `limits`: `sure`, the confidence from which a statement is; `alike`, the likeness from which
-- names are. `table`: signals, statements or system_mentions; `row`: its identifier. `rule`: what raised it, or by what
-- it names its State. `message`: why it is doubtful. `words`: those that it is about. `text`: the whole paragraph, or
-- nothing. `state_iso3`, `confidence`: of what is or may be a statement. `same_key`: key of the system that it may be.
-- `turn`: the most doubtful first; what has no confidence comes last.
WITH systems AS (
    SELECT
        *,
        ROW_NUMBER() OVER (PARTITION BY system_id ORDER BY mention_id) AS place,
        BOOL_OR(reviewed) OVER (PARTITION BY system_id) AS is_settled,
        REGEXP_REPLACE(name_key, '[^0-9]+', '', 'g') AS numbers
    FROM system_mentions
),

named AS (
    SELECT *
    FROM systems
    WHERE place = 1 AND NOT is_settled
),

doubtful AS (
    SELECT
        'signals' AS "table",
        signals.signal_id AS row,
        signals.note_id,
        COALESCE(signals.paragraph_id, '') AS paragraph_id,
        signals.rule,
        signals.message,
        COALESCE(signals.signal_text, '') AS words,
        COALESCE(paragraphs.text, '') AS text,
        signals.state_iso3,
        signals.confidence,
        NULL AS same_key
    FROM signals
    LEFT JOIN paragraphs ON signals.paragraph_id = paragraphs.paragraph_id
    WHERE signals.signal_status = 'open'
    UNION ALL
    SELECT
        'statements' AS "table",
        statements.statement_id AS row,
        statements.note_id,
        statements.paragraph_id,
        statements.attribution AS rule,
        FORMAT(
            'A statement of {} with a confidence of {:.2f}.', statements.state_iso3, statements.confidence
        ) AS message,
        statements.quote AS words,
        paragraphs.text,
        statements.state_iso3,
        statements.confidence,
        NULL AS same_key
    FROM statements
    INNER JOIN paragraphs ON statements.paragraph_id = paragraphs.paragraph_id
    CROSS JOIN limits
    WHERE statements.confidence < limits.sure AND NOT statements.reviewed
    UNION ALL
    SELECT
        'system_mentions' AS "table",
        one.mention_id AS row,
        one.note_id,
        statements.paragraph_id,
        'similar_system' AS rule,
        FORMAT(
            '{} of {} may be what is called {} ({}).', one.words, one.state_iso3, other.words, other.system_id
        ) AS message,
        one.words,
        statements.quote AS text,
        one.state_iso3,
        NULL AS confidence,
        other.system_key AS same_key
    FROM named AS one
    INNER JOIN systems AS other
        ON one.state_iso3 = other.state_iso3 AND one.system_kind = other.system_kind AND one.system_id > other.system_id
    INNER JOIN statements ON one.statement_id = statements.statement_id
    CROSS JOIN limits
    WHERE
        other.place = 1
        AND (one.numbers = other.numbers OR '' IN (one.numbers, other.numbers))
        AND (
            JARO_WINKLER_SIMILARITY(one.name_key, other.name_key) >= limits.alike
            OR CONTAINS('-' || one.name_key || '-', '-' || other.name_key || '-')
            OR CONTAINS('-' || other.name_key || '-', '-' || one.name_key || '-')
        )
)

SELECT
    *,
    ROW_NUMBER() OVER (
        ORDER BY COALESCE(ABS(confidence - 0.5), 1), note_id, paragraph_id, "table", row, message
    ) AS turn
FROM doubtful
ORDER BY turn
