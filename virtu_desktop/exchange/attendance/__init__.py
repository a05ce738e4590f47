"""Attendance reports of meeting tools, recognised by content and shape (FORMATS.md a to c)."""
