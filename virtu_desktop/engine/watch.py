"""Looks at the clock for a live session: steady time, gaps, steps, signs of life, cues (T9-T11).

Decides nothing: it records what happened to the computer and says what waits for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from virtu_desktop.domain.cues import CuePhase, CueSettings, cue_phase
from virtu_desktop.domain.events import Event, EventType
from virtu_desktop.domain.incidents import Incident, IncidentKind
from virtu_desktop.domain.plan import BlockId
from virtu_desktop.domain.run import Cause, Run
from virtu_desktop.domain.time import SECOND, Clock, Duration, Instant
from virtu_desktop.domain.timeline import Phase, Projection, TimelineState
from virtu_desktop.engine.bus import Area, Bus
from virtu_desktop.engine.changes import Heartbeat, RecordIncident, RunId, RunRecord
from virtu_desktop.engine.session_clock import GAP_ASKED, STEP_RECORDED, Gap, SessionClock
from virtu_desktop.engine.store import Store

HEARTBEAT_EVERY = Duration(5 * SECOND)


class Watch:
    """Gives a session its instants and notices what happens to the computer meanwhile."""

    def __init__(self, clock: Clock, *, store: Store, bus: Bus) -> None:
        """Follow the wall clock until a run is under way."""
        self._clock = SessionClock(clock)
        self._store = store
        self._bus = bus
        self._run: RunId | None = None
        self._state = TimelineState()
        self._incidents: tuple[Incident, ...] = ()
        self._gaps: tuple[Gap, ...] = ()
        self._last_beat: Duration | None = None
        self._last_cue: tuple[BlockId, CuePhase] | None = None

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Return what happened to the computer during the run."""
        return self._incidents

    @property
    def open_gap(self) -> Gap | None:
        """Return the earliest gap that waits for an answer."""
        return self._gaps[0] if self._gaps else None

    def now(self) -> Instant:
        """Return the present instant of the session, never before its last event."""
        return Instant(max(self._clock.now(), self._state.last_event or 0))

    def monotonic(self) -> Duration:
        """Return the monotonic reading that is stamped on events."""
        return self._clock.monotonic()

    def take_up(self, stored: RunRecord, run: Run) -> None:
        """Go on with a stored run; ask about the time away if its block ran meanwhile (T11).

        What was asked before the program ended, and not answered, is asked again.
        """
        state = run.state
        self._run, self._incidents, self._state = stored.id, stored.incidents, state
        if state.phase is Phase.NOT_STARTED:
            return
        stepped = self._stepped()
        self._clock.hold(stepped=stepped)
        if not self._is_live():
            return
        self._gaps = tuple(_unanswered(stored.incidents, run))
        seen = Instant(max(stored.last_seen or 0, stored.events[-1].at))
        back = seen - self._clock.now()
        if back > 0:
            # Somebody set the clock back while the program was away: time never runs backwards.
            self._clock.hold(stepped=Duration(stepped - back))
            self._happened(IncidentKind.CLOCK_STEPPED, Duration(-back))
        away = Gap(seen, self.now())
        self._happened(IncidentKind.AWAY, away.length, at=away.end)
        self.beat()
        self._ask(away)

    def follow(self, run: RunId, state: TimelineState) -> None:
        """Go on from the state after a change of the run."""
        was, was_live = self._state, self._is_live()
        self._run, self._state = run, state
        if state.phase is Phase.NOT_STARTED:
            self._clock.release()
        elif self._is_live() and not was_live:
            self._be_steady()
            # An older sign of life may lie in a time that the clock was set back from since.
            self._last_beat = None
            self.beat()
        if state.current != was.current:
            self._gaps = ()
        self._gaps = tuple(gap for gap in self._gaps if not _is_paused_over(state, gap))

    def notice(self) -> None:
        """Record gaps and steps of the clock, and ask about a gap that matters."""
        seen = self._clock.observe()
        if not self._is_live():
            return
        if seen.gap is not None:
            # A sign of life at once: after a crash no time is asked about twice.
            self._last_beat = None
            self._happened(IncidentKind.SLEPT, seen.gap.length, at=seen.gap.end)
            self._ask(seen.gap)
        if seen.step:
            self._happened(IncidentKind.CLOCK_STEPPED, seen.step)
            if self._incidents[-1].is_worth_telling:
                self._bus.tell(Area.CLOCK)

    def close_gap(self) -> None:
        """Take the earliest gap as answered."""
        self._gaps = self._gaps[1:]
        self._bus.tell(Area.CLOCK)

    def ask_again(self, run: Run) -> None:
        """Ask about every gap of the running block that ``run`` has no answer to."""
        asked, self._gaps = self._gaps, tuple(_unanswered(self._incidents, run))
        if self._gaps != asked:
            self._bus.tell(Area.CLOCK)

    def beat(self) -> None:
        """Leave a sign of life in the record every few seconds of a live run."""
        if self._run is None or not self._is_live():
            return
        reading = self._clock.monotonic()
        if self._last_beat is None or reading - self._last_beat >= HEARTBEAT_EVERY:
            self._last_beat = reading
            self._store.submit(Heartbeat(run=self._run, at=self.now()))

    def cue(self, projection: Projection, settings: CueSettings) -> tuple[CuePhase, bool]:
        """Return the phase of the running block, and whether it has just become more urgent."""
        current = projection.current
        if current is None:
            self._last_cue = None
            return CuePhase.CALM, False
        phase = cue_phase(current.remaining, current.allotted, settings)
        last, self._last_cue = self._last_cue, (current.id, phase)
        order = list(CuePhase)
        changed = (
            last is not None
            and last[0] == current.id
            and order.index(phase) > order.index(last[1])
            and projection.phase is Phase.RUNNING
        )
        return phase, changed

    def _is_live(self) -> bool:
        return self._state.phase in (Phase.RUNNING, Phase.PAUSED)

    def _be_steady(self) -> None:
        """Let the session's time go on from this instant, whatever the wall clock shows.

        The recorded steps then always add up to what the wall clock is ahead, so that another
        process finds the same time.
        """
        stepped = Duration(self._clock.wall() - self.now())
        unrecorded = stepped - self._stepped()
        self._clock.hold(stepped=stepped)
        if abs(unrecorded) >= STEP_RECORDED:
            self._happened(IncidentKind.CLOCK_STEPPED, Duration(unrecorded))

    def _stepped(self) -> Duration:
        steps = (
            incident.length
            for incident in self._incidents
            if incident.kind is IncidentKind.CLOCK_STEPPED
        )
        return Duration(sum(steps))

    def _ask(self, gap: Gap) -> None:
        if gap.length > GAP_ASKED and self._state.phase is Phase.RUNNING:
            self._gaps = (*self._gaps, gap)
            self._bus.tell(Area.CLOCK)

    def _happened(self, kind: IncidentKind, length: Duration, at: Instant | None = None) -> None:
        incident = Incident(at=self.now() if at is None else at, kind=kind, length=length)
        self._incidents = (*self._incidents, incident)
        if self._run is not None:
            self._store.submit(RecordIncident(run=self._run, incident=incident))


def _unanswered(incidents: tuple[Incident, ...], run: Run) -> Iterator[Gap]:
    """Yield the gaps in the running block that nobody has said how to count, the earliest first.

    An answer is a pause over the gap, or an adjustment made because of it: of nothing where the
    gap counts, of its length where something was done in between.
    """
    state = run.state
    if state.current is None:
        return
    given = [
        event.fact
        for event in run.counting
        if event.cause is Cause.SLEEP
        and isinstance(event.fact, Event)
        and event.fact.type is EventType.ADJUST
    ]
    pauses = state.pauses.get(len(state.spells) - 1, ())
    for incident in incidents:
        gap = Gap(Instant(incident.at - incident.length), incident.at)
        if (
            incident.kind is IncidentKind.CLOCK_STEPPED
            or gap.length <= GAP_ASKED
            or gap.end <= state.spells[-1].start
            or any(pause.covers(gap.start, gap.end) for pause in pauses)
        ):
            continue
        answer = next((one for one in given if _answers(one, gap)), None)
        if answer is None:
            yield gap
        else:
            given.remove(answer)


def _answers(adjusted: Event, gap: Gap) -> bool:
    return adjusted.at >= gap.start and adjusted.ms in (0, gap.length)


def _is_paused_over(state: TimelineState, gap: Gap) -> bool:
    """Say whether a pause that still lasts began before the gap, which then costs nothing."""
    pauses = state.pauses.get(len(state.spells) - 1, ())
    return state.is_paused and pauses[-1].start <= gap.start
