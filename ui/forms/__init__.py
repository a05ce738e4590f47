"""Fields and panels for typing: what is typed is read forgivingly and never thrown away."""
