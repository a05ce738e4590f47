"""Who works with whom: rooms from those present, by rules first and goals after them (B1 to B7)."""
