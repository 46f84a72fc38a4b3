"""Drafts into the record: found again, merged, committed a batch at a time, and reported."""
