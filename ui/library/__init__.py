"""The library: programmes, participant groups and sessions, and making a new session."""
