"""Virtu Desktop without its windows: domain, engine, storage, files and commands.

Nothing in this package imports Qt; the windows live in the package ``ui``.
"""

__version__ = "0.1.0"
