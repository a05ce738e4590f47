"""Planning: the list of blocks, the editor of one block, and the times of the session."""
