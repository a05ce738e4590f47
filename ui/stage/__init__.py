"""What the room sees: the projector window, its preview, and the small strip."""
