"""Measures that are no tests: a large record made by the machine, and what it costs to serve it."""
