"""What pages are made of beside the record: templates, styles, scripts, translations."""
