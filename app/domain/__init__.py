"""The meaning of the record and of the filter, in plain Python: no database, no HTTP."""
