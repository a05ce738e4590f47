"""The sizes that all painters of the stage share, for a picture of 1600 x 900."""

from __future__ import annotations

WIDTH = 1600
HEIGHT = 900
LEAST_TEXT = 27
"""Nothing is written smaller: 32 pixels or 24 points at 1080p."""
