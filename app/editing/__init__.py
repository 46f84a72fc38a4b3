"""What editors do: bodies read against the record, changes of one or many things, drafts."""
