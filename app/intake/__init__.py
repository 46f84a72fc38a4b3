"""What others publish, read: lines of our own NDJSON, any CSV through a mapping."""
