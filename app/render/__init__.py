"""What was read in, bytes out: one file a form."""
