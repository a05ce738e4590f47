"""Widgets and painters that the screens are built of."""
