"""What of the rooms goes out: texts for the chat, the file for Zoom, the printed list (B6)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QGuiApplication

from ui.actions import Actions
from ui.desk import Desk
from virtu_desktop.domain.people import PersonId
from virtu_desktop.domain.rooms import BreakoutRound, room_end
from virtu_desktop.engine.session import SessionController
from virtu_desktop.exchange.files import make_folder, safe_name, write_file
from virtu_desktop.i18n import Translator, _, translator
from virtu_desktop.room_words import call_text, chat_text


class RoomOutputs:
    """Carries out the actions that copy or write the rooms; each says what it did."""

    def __init__(self, desk: Desk, actions: Actions) -> None:
        """Bind the actions."""
        self._desk = desk
        actions.bind("breakouts.copy", self._copy, self._has_rooms)
        actions.bind("breakouts.call", self._call, self._is_out)
        actions.bind("breakouts.zoom", self._write_zoom, self._has_rooms)
        actions.bind("breakouts.print", self._print, self._has_rooms)

    def call_words(self, tr: Translator, rooms: Collection[int] = ()) -> str:
        """Return the call as it is now to some rooms, or to all, or an empty text."""
        found = self._shown()
        if found is None:
            return ""
        controller, round_ = found
        paused, zone = controller.breakouts.paused(round_), controller.plan.zone
        ends = [(room_end(round_, room, paused) or 0, room) for room in rooms]
        latest = max(ends)[1] if ends else -1
        return call_text(tr, round_, controller.now(), zone, paused, latest)

    def _shown(self) -> tuple[SessionController, BreakoutRound] | None:
        controller = self._desk.controller
        round_ = None if controller is None else controller.breakouts.current
        return None if controller is None or round_ is None else (controller, round_)

    def _has_rooms(self) -> bool:
        return self._shown() is not None and self._desk.can_write

    def _is_out(self) -> bool:
        controller = self._desk.controller
        return controller is not None and controller.breakouts.is_out and self._desk.can_write

    def _copy(self) -> None:
        found = self._shown()
        if found is None:
            return
        controller, round_ = found
        paused = controller.breakouts.paused(round_)
        tr = translator(controller.session.language)
        self._put_on_clipboard(
            chat_text(tr, round_, names_of(controller), controller.plan.zone, paused),
            _("The rooms are copied for the chat."),
        )

    def _call(self) -> None:
        controller = self._desk.controller
        text = (
            "" if controller is None else self.call_words(translator(controller.session.language))
        )
        if text:
            self._put_on_clipboard(text, _("Copied for the chat: {words}", words=text))

    def _put_on_clipboard(self, text: str, said: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self._desk.tell_done(said)

    def _write_zoom(self) -> None:
        found = self._shown()
        if found is None:
            return
        controller, round_ = found
        # Loaded here, for the start of the program need not wait for what writes files.
        from virtu_desktop.exchange.room_files import zoom_rooms

        data, without = zoom_rooms(round_, controller.register.people)
        names = names_of(controller)
        said = ""
        if without:
            said = _(
                " Without e-mail, not in the file: {names}.",
                names=", ".join(names.get(person, "") for person in without),
            )
        self._write(controller, round_, ".csv", lambda: data, said)

    def _print(self) -> None:
        found = self._shown()
        if found is None:
            return
        controller, round_ = found
        from virtu_desktop.exchange.room_files import printed_rooms

        session, block = controller.session, controller.plan.block(round_.block)
        tr, names, at = translator(session.language), dict(names_of(controller)), controller.now()
        self._write(
            controller,
            round_,
            ".pdf",
            lambda: printed_rooms(tr, session, block, round_, names, at),
            "",
        )

    def _write(
        self,
        controller: SessionController,
        round_: BreakoutRound,
        ending: str,
        make: Callable[[], bytes],
        said: str,
    ) -> None:
        """Write a file into the folder of documents, in the background."""
        title = f"{controller.session.title} {round_.number}"
        path = _folder() / safe_name(title, "rooms", ending)

        def write() -> Path:
            make_folder(path.parent)
            write_file(path, make())
            return path

        def tell(file: Path) -> None:
            self._desk.tell_done(_("Written: {file}.", file=file) + said)

        self._desk.background.run(write, tell, self._desk.tell_failure)


def names_of(controller: SessionController) -> Mapping[PersonId, str]:
    """Return the names of everybody whom the session knows."""
    return {key: person.name for key, person in controller.register.people.items()}


def _folder() -> Path:
    documents = QStandardPaths.StandardLocation.DocumentsLocation
    return Path(QStandardPaths.writableLocation(documents) or Path.home()) / "Virtu"
