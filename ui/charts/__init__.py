"""Painting charts: pure functions of a chart, a rectangle and a theme."""
