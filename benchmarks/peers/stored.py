"""Our stored documents by one hand-written statement: what those are given who serve our file."""

# The two ranges that ours reads too: those of at most 31 days, and the few longer ones. Days are
# ordinals, and 1,441 steps of `start_key` are a day.
_FOUND = """
SELECT * FROM (
    SELECT start_key, end_key, entity FROM event_actors
    WHERE to_rev IS NULL AND actor = :actor AND long = 0 AND end_key >= :first
        AND start_key >= (:first - 31) * 1441 AND start_key < (:last + 1) * 1441
    ORDER BY 1, 2, 3 LIMIT 20)
UNION ALL
SELECT * FROM (
    SELECT start_key, end_key, entity FROM event_actors
    WHERE to_rev IS NULL AND actor = :actor AND long = 1 AND end_key >= :first
        AND start_key < (:last + 1) * 1441
    ORDER BY 1, 2, 3 LIMIT 20)
"""
STORED = f"""
SELECT v.document FROM ({_FOUND}) f
JOIN event_index e ON e.entity = f.entity AND e.to_rev IS NULL
JOIN versions v ON v.id = e.version_id
ORDER BY f.start_key, f.end_key, f.entity LIMIT 20
"""  # noqa: S608  Of constants alone.
