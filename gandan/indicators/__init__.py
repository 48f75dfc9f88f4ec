"""Figures counted from the facts of every domain, each of which opens to its cases."""
