"""The languages by their own names."""

from __future__ import annotations

LANGUAGE_NAMES = {"en": "English", "fi": "Suomi", "sv": "Svenska"}
