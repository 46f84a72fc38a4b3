"""Pourparlers: a timeline of diplomacy, asked by actor, forum and date."""

__version__ = "0.1.0"
