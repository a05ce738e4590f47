"""Words about people and presence: the same on every screen, in exports and on the command line."""

from __future__ import annotations

from virtu_desktop.domain.head_count import HeadCount, Place, PlaceCount
from virtu_desktop.domain.people import Mode
from virtu_desktop.domain.presence import Attended, Source, Standing, StandingKind
from virtu_desktop.domain.programme import Heads
from virtu_desktop.domain.roster import LikelySame, Likeness
from virtu_desktop.domain.time import MINUTE
from virtu_desktop.engine.register import Step, StepKind
from virtu_desktop.engine.roster import RosterStep, RosterStepKind
from virtu_desktop.i18n import Translator
from virtu_desktop.wording import clock_text, minutes_text


def mode_word(tr: Translator, mode: Mode) -> str:
    """Return a way of taking part."""
    match mode:
        case Mode.ROOM:
            return tr("In the room")
        case Mode.REMOTE:
            return tr("Remote")
        case Mode.SITE:
            return tr("Shared screen")


def place_words(tr: Translator, place: Place) -> str:
    """Return where somebody takes part: the site's name for a shared screen that has one."""
    if place.mode is Mode.SITE and place.site:
        return place.site
    return mode_word(tr, place.mode)


def place_count_words(tr: Translator, count: PlaceCount) -> str:
    """Return how many are at a place of how many that are expected; walk-ins apart."""
    place = place_words(tr, count.place)
    if not count.expected:
        return tr("{name} {count}", name=place, count=count.present)
    words = tr(
        "{place} {present}/{expected}",
        place=place,
        present=count.present - count.walk_ins,
        expected=count.expected,
    )
    return f"{words} +{count.walk_ins}" if count.walk_ins else words


def here_words(tr: Translator, count: HeadCount) -> str:
    """Return how many are there of how many that are expected."""
    if not count.expected:
        return tr.plural("{count} person here", "{count} people here", count.present)
    present = count.present - count.walk_ins
    return tr("{present} of {expected} here", present=present, expected=count.expected)


def missing_words(tr: Translator, count: HeadCount) -> str:
    """Return how many have not come yet."""
    if not count.expected:
        return ""
    if not count.missing:
        return tr("Nobody is missing")
    return tr.plural("{count} missing", "{count} missing", len(count.missing))


def standing_word(tr: Translator, standing: Standing, zone: str) -> str:
    """Return where a person stands, with the time where it matters; nothing for who is missing."""
    stay = standing.stay
    if stay is None:
        return ""
    left = "" if stay.left is None else clock_text(tr, stay.left, zone)
    match standing.kind:
        case StandingKind.AWAY:
            return tr("Away since {clock}", clock=left)
        case StandingKind.LINE_LOST:
            return tr("Line lost {clock}", clock=left)
        case StandingKind.LEFT:
            return tr("Left {clock}", clock=left)
        case _:
            return place_words(tr, Place(stay.mode, stay.site))


def source_word(tr: Translator, source: Source) -> str:
    """Return who says that somebody was there."""
    match source:
        case Source.DOOR:
            return tr("Door list")
        case Source.TRAINER:
            return tr("Added by hand")
        case Source.IMPORT:
            return tr("Report")
        case Source.PHONE:
            return tr("Phone")


def attended_figures(tr: Translator, attended: Attended) -> str:
    """Return minutes and share of the session: ``152 of 180 min · 84 %``."""
    return tr(
        "{minutes} of {whole} min · {percent} %",
        minutes=attended.minutes,
        whole=(attended.session.length + MINUTE // 2) // MINUTE,
        percent=attended.percent,
    )


def marks_words(tr: Translator, attended: Attended) -> str:
    """Return what is remarkable about when somebody was there, or an empty text."""
    marks = []
    if attended.is_late:
        marks.append(tr("{span} late", span=minutes_text(tr, attended.late)))
    if attended.away_times:
        marks.append(tr("away {span}", span=minutes_text(tr, attended.away)))
    if attended.has_left_early:
        marks.append(tr("left {span} early", span=minutes_text(tr, attended.left_early)))
    return " · ".join(marks)


def invited_words(tr: Translator, heads: Heads) -> str:
    """Return how many are invited: ``24 invited · 9 remote``; nothing without people."""
    if not heads.invited:
        return ""
    invited = tr.plural("{count} invited", "{count} invited", heads.invited)
    remote = tr.plural("{count} remote", "{count} remote", heads.invited_remote)
    return f"{invited} · {remote}" if heads.invited_remote else invited


def attended_words(tr: Translator, heads: Heads) -> str:
    """Return how many of the invited were there: ``23 of 24 attended``; nothing without people."""
    if not heads.invited and not heads.walk_ins:
        return ""
    words = tr("{came} of {invited} attended", came=heads.came, invited=heads.invited)
    if not heads.walk_ins:
        return words
    walk_ins = tr.plural("{count} walk-in", "{count} walk-ins", heads.walk_ins)
    return f"{words} · {walk_ins}"


def likeness_words(tr: Translator, pair: LikelySame) -> str:
    """Return why two entries may be one person."""
    match pair.likeness:
        case Likeness.SAME_EMAIL:
            return tr("Same e-mail address")
        case Likeness.SAME_NAME:
            return tr("Same name and organisation")
        case Likeness.NEAR_NAME:
            return tr("Nearly the same name")


def step_words(tr: Translator, step: Step, name: str) -> str:
    """Return one line that says what was done to the register; name: of the person, if any."""
    place = "" if step.place is None else place_words(tr, step.place)
    count = step.count
    match step.kind:
        case StepKind.CHECKED_IN:
            return tr("{name} is here: {place}.", name=name, place=place)
        case StepKind.CHECKED_OUT:
            return tr("{name} has left.", name=name)
        case StepKind.WENT_AWAY:
            return tr("{name} is away for a while.", name=name)
        case StepKind.CAME_BACK:
            return tr("{name} is back.", name=name)
        case StepKind.MODE_SET:
            return tr("{name}: {place}.", name=name, place=place)
        case StepKind.WALKED_IN:
            return tr("{name} was added and is here: {place}.", name=name, place=place)
        case StepKind.EXPECTED:
            return tr("{name} is expected.", name=name)
        case StepKind.NOT_EXPECTED:
            return tr("{name} is not expected any more.", name=name)
        case StepKind.LINE_LOST:
            return tr.plural(
                "{count} person has lost the line.", "{count} people have lost the line.", count
            )
        case StepKind.LINE_BACK:
            return tr.plural("{count} person is back.", "{count} people are back.", count)
        case StepKind.IMPORTED:
            return tr.plural(
                "Attendance of {count} person imported.",
                "Attendance of {count} people imported.",
                count,
            )
        case _:
            return tr("Attendance of {name} corrected.", name=name)


def roster_step_words(tr: Translator, step: RosterStep, name: str) -> str:
    """Return one line that says what was done to the roster; name: if it concerns one person."""
    count = step.count
    match step.kind:
        case RosterStepKind.ADDED:
            return tr("{name} was added.", name=name)
        case RosterStepKind.CHANGED:
            return tr("{name} was changed.", name=name)
        case RosterStepKind.MERGED:
            return tr("Two entries became one: {name}.", name=name)
        case RosterStepKind.MOVED:
            return tr.plural("{count} person moved.", "{count} people moved.", count)
        case RosterStepKind.TAGGED:
            return tr.plural("{count} person tagged.", "{count} people tagged.", count)
        case RosterStepKind.DELETED:
            return tr.plural("{count} person deleted.", "{count} people deleted.", count)
        case RosterStepKind.IMPORTED:
            return tr.plural("{count} person imported.", "{count} people imported.", count)
