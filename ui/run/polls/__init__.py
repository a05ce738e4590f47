"""The polls of the session that runs: ask, count, paste, close, show (V2 to V8)."""
