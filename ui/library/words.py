"""What the library says about a session; no Qt."""

from __future__ import annotations

from ui.library.shelf import GroupRow
from ui.theme.tokens import Tone
from virtu_desktop.domain.programme import ParticipantGroup, SessionState, SessionSummary
from virtu_desktop.domain.time import Instant, local, zone_named
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import clock_text, date_text, minutes_text
from virtu_desktop.wording_people import attended_words, invited_words


def group_words(group: ParticipantGroup) -> str:
    """Return ``Group B · Jyväskylä``."""
    return f"{group.name} · {group.site}" if group.site else group.name


def is_today(session: SessionSummary, now: Instant) -> bool:
    """Say whether a planned session is on the day that it is in its zone now."""
    zone = zone_named(session.zone)
    return (
        session.state is SessionState.PLANNED
        and local(session.start, zone).date() == local(now, zone).date()
    )


def state_words(tr: Translator, session: SessionSummary, now: Instant) -> tuple[str, Tone]:
    """Return the words and tone of a session's chip: ``Held``, ``Today 9:00``, ..."""
    match session.state:
        case SessionState.HELD if session.is_exported:
            return tr("Exported"), Tone.TEAL
        case SessionState.HELD:
            return tr("Held"), Tone.TEAL
        case SessionState.RUNNING:
            return tr("Running"), Tone.BLUE
        case SessionState.PLANNED if is_today(session, now):
            clock = clock_text(tr, session.start, session.zone)
            return tr("Today {clock}", clock=clock), Tone.AMBER
        case SessionState.PLANNED:
            return tr("Planned"), Tone.GREY


def size_words(tr: Translator, session: SessionSummary) -> str:
    """Return ``12 blocks · 3 h``."""
    blocks = tr.plural("{count} block", "{count} blocks", session.blocks)
    return f"{blocks} · {minutes_text(tr, session.length)}"


def plan_words(tr: Translator, session: SessionSummary) -> tuple[str, ...]:
    """Return what is planned, the fullest first: ``9:00–12:00 · 12 blocks``, ``9:00–12:00``."""
    if session.state is not SessionState.PLANNED:
        return (size_words(tr, session),)
    times = time_words(tr, session)
    blocks = tr.plural("{count} block", "{count} blocks", session.blocks)
    return (f"{times} · {blocks}", times)


def people_words(tr: Translator, session: SessionSummary) -> str:
    """Return ``23 of 24 attended`` or ``24 invited · 9 remote``, or nothing without people."""
    if session.state is SessionState.HELD:
        return attended_words(tr, session.heads)
    return invited_words(tr, session.heads)


def notes_words(tr: Translator, session: SessionSummary) -> str:
    """Return ``31 notes``, or nothing without notes."""
    if not session.notes:
        return ""
    return tr.plural("{count} note", "{count} notes", session.notes)


def day_words(tr: Translator, session: SessionSummary, now: Instant) -> str:
    """Return the day of a session, ``25 Nov``; with its year when it is another one."""
    day = date_text(tr, session.start, session.zone)
    zone = zone_named(session.zone)
    year = local(now, zone).year
    if local(session.start, zone).year != year:
        return day
    return day.removesuffix(str(year)).rstrip()


def time_words(tr: Translator, session: SessionSummary) -> str:
    """Return when it begins and ends: ``9:00–12:00``."""
    begins = clock_text(tr, session.start, session.zone)
    return f"{begins}–{clock_text(tr, session.end, session.zone)}"


def differs_words(tr: Translator) -> str:
    """Return the mark of a session whose plan is not as its template any more."""
    return tr("differs from its template")


def spoken_words(
    tr: Translator,
    session: SessionSummary,
    now: Instant,
    row: GroupRow | None = None,
    *,
    differs: bool = False,
) -> str:
    """Return the whole of a cell for a screen reader."""
    parts = [session.title]
    if row is not None:
        number = tr("session {number}", number=session.number)
        parts = [group_words(row.group), number, session.title]
    chip, _tone = state_words(tr, session, now)
    parts += [chip, date_text(tr, session.start, session.zone), plan_words(tr, session)[0]]
    parts += [people_words(tr, session), notes_words(tr, session)]
    if differs:
        parts.append(differs_words(tr))
    return ", ".join(part for part in parts if part)
