"""The words about breakout rooms: cards, chat texts, calls, and what was done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from virtu_desktop.domain.breakout_rules import GroupRule
from virtu_desktop.domain.grouping.facts import Effect, RoomFacts
from virtu_desktop.domain.grouping.members import RuleKind
from virtu_desktop.domain.people import Mode, PersonId
from virtu_desktop.domain.rooms import BreakoutRound, Call, RoomState, all_back, room_end
from virtu_desktop.domain.time import Duration, Instant
from virtu_desktop.engine.room_steps import RoomStep, RoomStepKind
from virtu_desktop.i18n import N_, Translator
from virtu_desktop.wording import minutes_text, near_clock_text, whole_minutes

Names = Mapping[PersonId, str]

_MODES = {
    Mode.ROOM: N_("in room"),
    Mode.REMOTE: N_("remote"),
    Mode.SITE: N_("at a site"),
}
_RULES = {
    GroupRule.NEW_PAIRS: N_("New pairs"),
    GroupRule.MIX_ORGANISATIONS: N_("Mix organisations"),
    GroupRule.MIX_SITES: N_("Mix sites"),
    GroupRule.MIX_TAGS: N_("Mix tags"),
    GroupRule.MIN_ONE_REMOTE: N_("Remote people in every room"),
    GroupRule.SAME_ORGANISATION: N_("Same organisation together"),
    GroupRule.MERGE_PREVIOUS: N_("Join the groups before"),
    GroupRule.HOSTS_STAY: N_("Hosts stay, others go round"),
    GroupRule.EXPERTS: N_("Experts, then home groups"),
}


def rule_word(tr: Translator, rule: GroupRule) -> str:
    """Return the name of a rule of a block's groups."""
    return tr(_RULES[rule])


def room_name(tr: Translator, number: int, modes: Collection[Mode]) -> str:
    """Return the name of a new room: a table, a channel, or a room for both; counted from 1."""
    if set(modes) == {Mode.ROOM}:
        return tr("Table {number}", number=number)
    if set(modes) == {Mode.REMOTE}:
        return tr("Channel {number}", number=number)
    return tr("Room {number}", number=number)


def modes_words(tr: Translator, facts: RoomFacts) -> str:
    """Return how the people of a room take part: ``in room``, or ``2 in room, 2 remote``."""
    present = [mode for mode in Mode if facts.modes.get(mode)]
    if len(present) == 1:
        return tr(_MODES[present[0]])
    return ", ".join(f"{facts.modes[mode]} {tr(_MODES[mode])}" for mode in present)


def facts_words(tr: Translator, facts: RoomFacts, names: Names) -> str:
    """Return why a room is as it is: ``6 of 6 pairs are new; 2 in room, 2 remote``."""
    parts = [tr("{new} of {pairs} pairs are new", new=facts.new_pairs, pairs=facts.pairs)]
    if facts.modes:
        parts.append(modes_words(tr, facts))
    parts += [
        tr("{name} is alone in their mode", name=names.get(person, "")) for person in facts.lone
    ]
    parts += [
        tr("met before: {one} and {other}", one=names.get(one, ""), other=names.get(other, ""))
        for one, other in facts.again
    ]
    return "; ".join(parts)


def state_word(tr: Translator, state: RoomState) -> str:
    """Return what a room says of itself, or an empty text while it works."""
    return {
        RoomState.WORKING: "",
        RoomState.HELP: tr("Help needed"),
        RoomState.DONE: tr("Done"),
    }[state]


def call_word(tr: Translator, call: Call | None) -> str:
    """Return the call that a room has reached, or an empty text."""
    match call:
        case Call.HALF:
            return tr("Half-time")
        case Call.LAST:
            return tr("Last minute")
        case Call.BACK:
            return tr("Time is over")
        case None:
            return ""


def effect_words(tr: Translator, effect: Effect, names: Names) -> str:
    """Return what a move does: ``+2 repeated meetings, leaves Aino alone in their mode``."""
    parts = []
    if effect.repeats:
        parts.append(
            tr.plural(
                "{sign}{count} repeated meeting",
                "{sign}{count} repeated meetings",
                abs(effect.repeats),
                sign="+" if effect.repeats > 0 else "−",
            )
        )
    parts += [
        tr("leaves {name} alone in their mode", name=names.get(person, ""))
        for person in effect.lone
    ]
    parts += [tr(_BROKEN[kind]) for kind in effect.rules]
    if effect.spread > 1:
        parts.append(tr("sizes differ by {count}", count=effect.spread))
    return ", ".join(parts) or tr("no repeated meeting, nobody left alone")


_BROKEN = {
    RuleKind.TOGETHER: N_("separates people who belong together"),
    RuleKind.SHARED_SCREEN: N_("separates people at one screen"),
    RuleKind.SAME_ROOM: N_("separates people of one room before"),
    RuleKind.APART: N_("brings people together who should be apart"),
    RuleKind.HOST: N_("takes a host away"),
    RuleKind.LOCKED: N_("moves somebody who is locked"),
}


def end_words(tr: Translator, back: Instant, ends: Instant, before: Instant, zone: str) -> str:
    """Return what an adjustment does: ``back 10:35, the session ends 12:05 (1 min later)``."""
    change = whole_minutes(Duration(ends - before))
    shift = ""
    if change:
        length = minutes_text(tr, Duration(ends - before))
        shift = (
            tr(" ({minutes} later)", minutes=length)
            if change > 0
            else tr(" ({minutes} earlier)", minutes=length)
        )
    return tr(
        "back {back}, the session ends {end}{shift}",
        back=near_clock_text(tr, back, zone),
        end=near_clock_text(tr, ends, zone),
        shift=shift,
    )


def chat_text(
    tr: Translator, round_: BreakoutRound, names: Names, zone: str, paused: Duration = Duration(0)
) -> str:
    """Return the rooms for the chat of the meeting, a line for each, and when to be back.

    Places and links stand with their rooms. It fits one message: where a meeting tool takes
    fewer characters, first names alone are written.
    """
    back = all_back(round_, paused)
    full = _chat_lines(tr, round_, names)
    if sum(map(len, full)) + len(full) > _ONE_MESSAGE:
        full = _chat_lines(tr, round_, short_names(names, round_))
    if back is not None and round_.ended is None:
        full.append(tr("Back at {time}", time=near_clock_text(tr, back, zone)))
    return "\n".join(full)


# The shortest limit of the meeting tools (Zoom and Webex take more, Meet 500 for guests).
_ONE_MESSAGE = 1000


def _chat_lines(tr: Translator, round_: BreakoutRound, names: Names) -> list[str]:
    lines = []
    for room, people in zip(round_.rooms, round_.people, strict=True):
        place = f" ({room.place})" if room.place else ""
        who = ", ".join(names.get(person, "") for person in people)
        lines.append(f"{room.name}{place}: {who}")
    return lines


def short_names(names: Names, round_: BreakoutRound) -> dict[PersonId, str]:
    """Return the first names of those seated, with as much of the last name as tells them apart."""
    parts = {person: names[person].split() for person in round_.seated if person in names}
    short = {person: words[0] if words else "" for person, words in parts.items()}
    for letters in (1, 99):
        counts = Counter(short.values())
        for person, words in parts.items():
            if counts[short[person]] > 1 and len(words) > 1:
                short[person] = f"{words[0]} {words[-1][:letters]}"
    return short


def call_text(
    tr: Translator, round_: BreakoutRound, now: Instant, zone: str, paused: Duration, room: int = -1
) -> str:
    """Return the call to all rooms, such as ``5 min left. Back at 10:42.``, or an empty text.

    room: only that room is called, if it is not negative.
    """
    back = all_back(round_, paused)
    ends = room_end(round_, room, paused) if room >= 0 else None
    if ends is None and back is not None:
        ends = Instant(back - round_.back)
    if back is None or ends is None:
        return ""
    if ends <= now:
        return tr("Please come back now.")
    time = near_clock_text(tr, Instant(ends + round_.back), zone)
    left = minutes_text(tr, Duration(ends - now))
    return tr("{minutes} left. Back at {time}.", minutes=left, time=time)


def reached_words(tr: Translator, call: Call | None, rooms: Sequence[str], left: str) -> str:
    """Return that rooms have reached a call, with what is to be said to them.

    rooms: which, none for all of them. left: the words of the call itself.
    """
    word = call_word(tr, call) or tr("Call")
    where = ", ".join(rooms) or tr("All rooms")
    return tr("{rooms}: {call}. {words}", rooms=where, call=word, words=left)


def room_step_words(tr: Translator, step: RoomStep, name: str, room: str) -> str:
    """Return what a step did; name of the person and of the room it concerns."""
    match step.kind:
        case RoomStepKind.FORMED:
            return tr.plural("{count} room formed.", "{count} rooms formed.", step.count)
        case RoomStepKind.SENT_OUT:
            return tr.plural("{count} room sent out.", "{count} rooms sent out.", step.count)
        case RoomStepKind.CALLED_BACK:
            return tr("The rooms are called back.")
        case RoomStepKind.ADJUSTED:
            return _adjusted(tr, step, room)
        case RoomStepKind.MOVED | RoomStepKind.PLACED:
            return tr("{name} is in {room}.", name=name, room=room)
        case RoomStepKind.TAKEN_OUT:
            return tr("{name} is taken out of the rooms.", name=name)
        case RoomStepKind.LOCKED:
            return tr("{name} stays in {room} when the rest is shuffled.", name=name, room=room)
        case RoomStepKind.FREED:
            return tr("{name} is shuffled with the rest again.", name=name)
        case RoomStepKind.STATE:
            return _state_told(tr, step, room)
        case RoomStepKind.CARD:
            return tr("Result of {room} kept as a note.", room=room)
        case RoomStepKind.NAMED:
            return tr("{room} changed.", room=room)
        case RoomStepKind.FITTED:
            return tr("The rooms are as those present need them.")
        case RoomStepKind.AHEAD:
            return tr.plural(
                "{count} round planned ahead.", "{count} rounds planned ahead.", step.count
            )


def _state_told(tr: Translator, step: RoomStep, room: str) -> str:
    round_ = next(iter(step.after.values()), None)
    state = None if round_ is None or step.room is None else round_.rooms[step.room].state
    word = "" if state is None else state_word(tr, state)
    return f"{room}: {word}." if word else tr("{room} goes on.", room=room)


def _adjusted(tr: Translator, step: RoomStep, room: str) -> str:
    length = minutes_text(tr, step.by)
    if step.room is None:
        if step.by > 0:
            return tr("All rooms: {minutes} more.", minutes=length)
        return tr("All rooms: {minutes} less.", minutes=length)
    if step.by > 0:
        return tr("{room}: {minutes} more.", room=room, minutes=length)
    return tr("{room}: {minutes} less.", room=room, minutes=length)
