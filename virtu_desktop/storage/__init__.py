"""The library file: one SQLite database, written by one thread, readable for people."""
