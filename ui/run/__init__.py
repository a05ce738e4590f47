"""The cockpit: running a session."""
