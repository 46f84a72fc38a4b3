"""Tests of the data that ships with the project: whole, right, and hanging together."""
