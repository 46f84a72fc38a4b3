"""Pages for people: what was read turned into what the templates show."""
