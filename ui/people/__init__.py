"""People: the door list of a session, corrections of attendance, and the roster."""
