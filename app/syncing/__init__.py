"""Another installation's record, kept up to date here: as a mirror, or as a plain file."""
