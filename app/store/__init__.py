"""SQLAlchemy lives here and nowhere else: the tables, the one writer, the readers."""
