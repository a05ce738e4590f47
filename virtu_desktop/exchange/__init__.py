"""Reads and writes the world's files; keeps nothing and knows no database."""
