"""How the table of an agenda's import shares its width."""

from __future__ import annotations

from ui.forms.look import LookLayout
from ui.models.import_model import ImportColumn

# Whose a block is can be seen in the plan; where it came from only here.
IMPORT_LAYOUT = LookLayout(
    least={
        ImportColumn.ROW: 48,
        ImportColumn.START: 62,
        ImportColumn.LENGTH: 84,
        ImportColumn.KIND: 176,
        ImportColumn.OWNER: 96,
    },
    strong=ImportColumn.TITLE,
    told=ImportColumn.TOLD,
    hidden_below={ImportColumn.OWNER: 860, ImportColumn.KIND: 740},
)
