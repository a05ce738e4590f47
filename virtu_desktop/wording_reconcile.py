"""What is said of a report beside the door list: who it is, what differs, and why."""

from __future__ import annotations

from collections.abc import Mapping

from virtu_desktop.domain.people import Participant, PersonId
from virtu_desktop.domain.presence import Span
from virtu_desktop.domain.reconcile import Difference, Evidence, Reason
from virtu_desktop.domain.time import Duration
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import clock_text, minutes_text

_REASONS = {
    Reason.NOT_ON_LIST: N_("Not on the list: comes as somebody new."),
    Reason.NEAR_NAME: N_("The name is only alike: is it the same person?"),
    Reason.SEVERAL: N_("It may be several people: choose who it is."),
    Reason.DEVICE: N_("The name of a device or a number: choose who it is."),
    Reason.ORGANISER: N_("Organised the meeting, perhaps as the trainer."),
    Reason.IN_ROOM: N_("The door list has this person in the room."),
    Reason.NOT_CHECKED_IN: N_("Was in the meeting but is not checked in."),
    Reason.AWAY: N_("Was away at other times."),
    Reason.NO_LEAVE: N_("The report knows no leave."),
    Reason.NO_TIMES: N_("The report has no times, only a length."),
    Reason.NOT_IN_REPORT: N_("Remote on the door list, but not in the report."),
}
_EVIDENCE = {
    Evidence.EMAIL: N_("by e-mail"),
    Evidence.NAME: N_("by name"),
    Evidence.NEAR_NAME: N_("alike"),
    Evidence.CHOSEN: N_("chosen"),
    Evidence.NONE: "",
}


def reason_words(tr: Translator, difference: Difference) -> str:
    """Return why a line differs, a sentence for each reason; empty when nothing does."""
    return " ".join(_one_reason(tr, difference, reason) for reason in difference.reasons)


def _one_reason(tr: Translator, difference: Difference, reason: Reason) -> str:
    if reason is Reason.SHARED_SCREEN:
        return tr.plural(
            "One shared screen with {count} person is one line in the report.",
            "One shared screen with {count} people is one line in the report.",
            difference.people,
        )
    if reason in _REASONS:
        return tr(_REASONS[reason])
    time = minutes_text(tr, _difference_of_ends(difference, reason))
    if reason is Reason.CAME_EARLIER:
        return tr("Came {time} earlier than the door list says.", time=time)
    if reason is Reason.CAME_LATER:
        return tr("Came {time} later than the door list says.", time=time)
    if reason is Reason.LEFT_EARLIER:
        return tr("Left {time} earlier than the door list says.", time=time)
    return tr("Left {time} later than the door list says.", time=time)


def _difference_of_ends(difference: Difference, reason: Reason) -> Duration:
    if not difference.door or not difference.report:
        return Duration(0)
    if reason in (Reason.CAME_EARLIER, Reason.CAME_LATER):
        return Duration(abs(difference.report[0].start - difference.door[0].start))
    return Duration(abs(difference.report[-1].end - difference.door[-1].end))


def person_words(
    tr: Translator, difference: Difference, people: Mapping[PersonId, Participant]
) -> str:
    """Return who of the roster it is, and how that is known."""
    person = None if difference.person is None else people.get(difference.person)
    if person is None:
        return ""
    evidence = _EVIDENCE[difference.match.evidence] if difference.match is not None else ""
    return f"{person.name}\n{tr(evidence)}" if evidence else person.name


def spans_words(tr: Translator, spans: tuple[Span, ...], zone: str) -> str:
    """Return times and minutes: from when to when, how often, how long."""
    if not spans:
        return ""
    clocks = f"{clock_text(tr, spans[0].start, zone)}–{clock_text(tr, spans[-1].end, zone)}"
    length = minutes_text(tr, Duration(sum(span.length for span in spans)))
    times = tr.plural("{count} time", "{count} times", len(spans)) if len(spans) > 1 else ""
    return f"{clocks}\n{length}" + (f", {times}" if times else "")
