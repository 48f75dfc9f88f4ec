"""Copies of everything, and proof that they can be read back."""
