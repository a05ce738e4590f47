"""The breakout rooms of a live session: formed, sent out, looked after and harvested (B)."""
