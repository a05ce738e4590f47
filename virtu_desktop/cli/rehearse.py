"""``virtu rehearse``: a whole half-day with an invented trainer, on a virtual clock (T13).

The rehearsal has a library of its own, and its record is marked; the real library is only read.
"""

from __future__ import annotations

import random
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from virtu_desktop.cli.open_library import NotSaved, library_to_read, portable_record
from virtu_desktop.cli.output import print_json, print_line, show_progress
from virtu_desktop.cli.program import (
    Surroundings,
    WindowRehearsal,
    command,
    json_option,
    option,
    pass_surroundings,
)
from virtu_desktop.cli.window import show
from virtu_desktop.domain.people import Participant
from virtu_desktop.domain.programme import SessionId
from virtu_desktop.domain.time import (
    MINUTE,
    Duration,
    Instant,
    ManualClock,
    SystemClock,
    iso_utc,
    local,
    zone_named,
)
from virtu_desktop.engine.changes import (
    Change,
    SaveGroup,
    SaveProgramme,
    SaveSession,
    SessionRecord,
)
from virtu_desktop.engine.rehearsal import (
    RehearsalResult,
    Trouble,
    people_changes,
    rehearsal_record,
)
from virtu_desktop.engine.rehearsal import rehearse as rehearse_session
from virtu_desktop.exchange.export import AgendaWish, ExportWish, Format, export_record
from virtu_desktop.exchange.files import make_folder, write_file
from virtu_desktop.exchange.record_json import PortableRecord
from virtu_desktop.exchange.review import Review, review
from virtu_desktop.exchange.samples import WALK_IN, invented_people, note_lines
from virtu_desktop.exchange.templates import (
    UnknownTemplate,
    load_template,
    session_from_template,
)
from virtu_desktop.i18n import N_, Translator, _, interface, translator
from virtu_desktop.room_words import room_name
from virtu_desktop.storage.library import Library
from virtu_desktop.wording import clock_text, minutes_text, reason_words, standing_words

ZONE = "Europe/Helsinki"
LIBRARY_NAME = "rehearsal.sqlite"
_ARRIVES = Duration(MINUTE)
_SAVE_WITHIN_S = 60.0
_USUAL_SPEED = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What was asked for: without a speed the rehearsal takes no longer than it must."""

    speed: float | None
    seed: int
    folder: Path | None
    as_json: bool


@command(
    "rehearse",
    more=N_(
        "SESSION is an id, the beginning of one, or part of a title. The real library is only "
        "read. Without --headless the rehearsal runs in the window."
    ),
)
@click.argument("session", required=False)
@option("--template", metavar="ID", help=N_("Rehearse a template, such as virtu-1."))
@option(
    "--speed",
    type=click.FloatRange(1, 600),
    metavar="N",
    help=N_("How many times as fast as real time, 1 to 600; usually 60."),
)
@option("--instant", is_flag=True, help=N_("Run as fast as the computer can, without a window."))
@option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help=N_("The same seed gives the same rehearsal."),
)
@option("--headless", is_flag=True, help=N_("Run without a window."))
@option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=N_("Keep the rehearsal's library and all exports in this folder."),
)
@json_option()
@pass_surroundings
def rehearse(
    surroundings: Surroundings,
    session: str | None,
    template: str | None,
    speed: float | None,
    instant: bool,
    seed: int,
    headless: bool,
    folder: Path | None,
    as_json: bool,
) -> int:
    """Rehearse, write the exports, and print what happened."""
    if (session is None) == (template is None):
        raise click.UsageError(_("Give either a SESSION or --template."))
    if instant and speed is not None:
        raise click.UsageError(_("Give either --speed or --instant."))
    if template is not None:
        _check_template(template)
    if folder is not None:
        make_folder(folder)
    planned = _planned(surroundings, session, template, seed)
    wish = _Wish(
        speed=None if instant else speed or _USUAL_SPEED, seed=seed, folder=folder, as_json=as_json
    )
    with tempfile.TemporaryDirectory(prefix="virtu-rehearsal-") as name:
        path = Path(name) / LIBRARY_NAME
        if headless or instant:
            _run_without_window(planned, wish, path)
            return 0
        return _run_in_window(surroundings, planned, wish, path)


def _check_template(template: str) -> None:
    """Raise UsageError, naming the templates that there are, when this is none of them."""
    try:
        load_template(template, "en")
    except UnknownTemplate as error:
        raise click.UsageError(error.words(interface())) from error


def _planned(
    surroundings: Surroundings, session: str | None, template: str | None, seed: int
) -> PortableRecord:
    """Return the session to rehearse, without anything that has happened in it."""
    if session is not None:
        with library_to_read(surroundings) as library:
            found = portable_record(library, library.find_session(session))
        return PortableRecord(
            record=SessionRecord(session=found.record.session),
            group=found.group,
            programme=found.programme,
        )
    chance = random.Random(seed)
    today = local(SystemClock().read().wall, zone_named(ZONE)).date()
    made = session_from_template(
        template or "",
        language=surroundings.language,
        day=today,
        zone=ZONE,
        new_id=lambda: f"{chance.getrandbits(128):032x}",
    )
    return PortableRecord(record=SessionRecord(session=made))


def _run_without_window(planned: PortableRecord, wish: _Wish, path: Path) -> None:
    session = planned.record.session
    clock = ManualClock(Instant(session.plan.start - _ARRIVES))
    result = RehearsalResult()
    with Library.open(path, clock=SystemClock()) as library:
        library.submit(*_belongings(planned))
        steps = rehearse_session(
            session,
            store=library,
            clock=clock,
            seed=wish.seed,
            lines=note_lines(session.template, session.language),
            result=result,
            people=_invented(planned, wish.seed),
            walk_in=WALK_IN,
            room_name=lambda *known: room_name(translator(session.language), *known),
        )
        show_progress(paced(steps, wish.speed, threading.Event().wait), session.title)
        if not library.flush(_SAVE_WITHIN_S):
            raise NotSaved(path)
        done = portable_record(library, session.id)
    files = _keep(done, wish.folder, path)
    if wish.as_json:
        print_json(_as_json(review(done), result, files))
    else:
        _print_summary(interface(), review(done), result, files)


def _run_in_window(
    surroundings: Surroundings, planned: PortableRecord, wish: _Wish, path: Path
) -> int:
    session = planned.record.session
    with Library.open(path, clock=SystemClock()) as library:
        record = rehearsal_record(session, _invented(planned, wish.seed))
        library.submit(*_belongings(planned), SaveSession(session=session), *people_changes(record))
        if not library.flush(_SAVE_WITHIN_S):
            raise NotSaved(path)
    code = show(
        surroundings,
        path,
        session=session.id,
        rehearsal=WindowRehearsal(speed=wish.speed or _USUAL_SPEED, seed=wish.seed),
    )
    with Library.open(path, clock=SystemClock(), read_only=True) as library:
        done = portable_record(library, SessionId(session.id))
    for file in _keep(done, wish.folder, path):
        click.echo(file)
    return code


def _invented(planned: PortableRecord, seed: int) -> tuple[Participant, ...]:
    """Return invented people; those of the real group have no part in a rehearsal."""
    chance = random.Random(seed + 3)
    return invented_people(
        "A",
        programme=None if planned.programme is None else planned.programme.id,
        group=None if planned.group is None else planned.group.id,
        new_id=lambda: f"{chance.getrandbits(128):032x}",
    )


def _belongings(planned: PortableRecord) -> Iterator[Change]:
    if planned.programme is not None:
        yield SaveProgramme(programme=planned.programme)
    if planned.group is not None:
        yield SaveGroup(group=planned.group)


def paced(
    steps: Iterable[float], speed: float | None, wait: Callable[[float], object]
) -> Iterator[float]:
    """Let each step, a virtual second, take its share of a real one; none without a speed."""
    for step in steps:
        if speed is not None:
            wait(1 / speed)
        yield step


def _keep(done: PortableRecord, folder: Path | None, path: Path) -> tuple[Path, ...]:
    """Write all exports, and the closed library, to the folder that was asked for, if any."""
    if folder is None:
        return ()
    # A rehearsal's own time, so that equal rehearsals give equal files.
    ended = review(done).run.state.ended or done.record.session.plan.target_end
    wish = ExportWish(formats=tuple(Format), agenda=AgendaWish(printed_at=ended))
    exported = export_record(done, folder, wish, interface())
    library = folder / LIBRARY_NAME
    write_file(library, path.read_bytes())
    return (*exported, library)


def _as_json(
    looked_back: Review, result: RehearsalResult, files: Iterable[Path]
) -> dict[str, object]:
    ended = result.ended
    return {
        "session": looked_back.portable.record.session.id,
        "started": None if looked_back.started is None else iso_utc(looked_back.started),
        "ended": None if ended is None else iso_utc(ended),
        "late_ms": looked_back.projection.behind,
        "most_behind_ms": result.most_behind,
        "notes": len(looked_back.notes),
        "happenings": [
            {"at": iso_utc(one.at), "trouble": one.trouble.value, "cost_ms": one.cost}
            for one in result.happenings
        ],
        "files": [str(file) for file in files],
    }


def _print_summary(
    tr: Translator, looked_back: Review, result: RehearsalResult, files: Iterable[Path]
) -> None:
    zone = looked_back.zone
    print_line(tr("Rehearsal: {title}", title=looked_back.portable.record.session.title))
    why = reason_words(tr, looked_back.reasons)
    standing = standing_words(tr, looked_back.projection, zone)
    click.echo(f"{standing} ({why})" if why else standing)
    if result.most_behind > 0:
        click.echo(tr("At most {time} behind.", time=minutes_text(tr, result.most_behind)))
    for one in result.happenings:
        text = tr(_TROUBLES[one.trouble], time=minutes_text(tr, one.cost))
        click.echo(f"  {clock_text(tr, one.at, zone)}  {text}")
    for file in files:
        click.echo(file)


_TROUBLES: Mapping[Trouble, str] = {
    Trouble.STARTED_LATE: N_("Started {time} late."),
    Trouble.LATE_PEOPLE: N_("People came late: {time} added."),
    Trouble.OVERRUN: N_("A block ran {time} over."),
    Trouble.NETWORK_LOST: N_("The network was lost for {time}."),
    Trouble.WRONG_KEY: N_("A wrong key was pressed and taken back."),
    Trouble.COMPUTER_SLEPT: N_("The computer slept for {time}."),
}
