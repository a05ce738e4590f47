"""The live session: commands are checked, become facts, are recorded and told to listeners."""
