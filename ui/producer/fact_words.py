"""What the facts of a programme are called, and what each is for."""

from __future__ import annotations

from dataclasses import dataclass

from virtu_desktop.domain.programme_facts import (
    NUMBERS,
    USUAL_HOURS_A_DAY,
    USUAL_MONTHS,
    FactName,
)
from virtu_desktop.i18n import N_

REPORT_FACTS = {
    FactName.REGISTER_NUMBER: N_("Register number"),
    FactName.PROVIDERS: N_("Providers"),
    FactName.PERIOD: N_("Period"),
    FactName.GRANT: N_("Grant"),
    FactName.HOURS_A_DAY: N_("Hours of a training day"),
    FactName.GOALS: N_("Goals"),
    FactName.INDICATORS: N_("Indicators"),
    FactName.WAYS: N_("Ways of working"),
    FactName.LEARNING: N_("Learning"),
    FactName.DEVIATIONS: N_("Deviations"),
    FactName.CONTINUATION: N_("Who continues what"),
}
"""What the report says besides the sessions."""

PRIVACY_FACTS = {
    FactName.CONTROLLER: N_("Controller"),
    FactName.PROCESSOR: N_("Processor"),
    FactName.CONTACT: N_("Contact"),
    FactName.PURPOSE: N_("Purpose"),
    FactName.BASIS: N_("Legal basis"),
    FactName.KEEP_PEOPLE: N_("Months that names are kept"),
    FactName.KEEP_ATTENDANCE: N_("Months that attendance is kept"),
    FactName.KEEP_ANSWERS: N_("Months that answers are kept"),
    FactName.KEEP_NOTES: N_("Months that notes are kept"),
}
"""What the privacy notice says besides what is always so."""

CLASSES = {
    FactName.KEEP_PEOPLE: N_("Names, organisations and addresses"),
    FactName.KEEP_ATTENDANCE: N_("Attendance"),
    FactName.KEEP_ANSWERS: N_("Open answers and seats in rooms"),
    FactName.KEEP_NOTES: N_("Notes and result cards"),
}
"""The classes of data, to those who keep them."""

LONG = frozenset(
    (
        FactName.GOALS,
        FactName.INDICATORS,
        FactName.WAYS,
        FactName.LEARNING,
        FactName.DEVIATIONS,
        FactName.CONTINUATION,
        FactName.PURPOSE,
    )
)
"""The facts of several lines."""


@dataclass(frozen=True, slots=True)
class Usual:
    """What is taken where nothing is said."""

    name: FactName

    @property
    def text(self) -> str:
        """Return the usual number, or nothing for a text."""
        if self.name not in NUMBERS:
            return ""
        if self.name is FactName.HOURS_A_DAY:
            return str(USUAL_HOURS_A_DAY)
        return str(USUAL_MONTHS[self.name])
