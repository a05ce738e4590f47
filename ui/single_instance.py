"""Lets a second start of the program raise the first window instead (one window a library)."""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_ANSWER_WITHIN_MS = 500


def _name(library: Path) -> str:
    digest = hashlib.sha256(str(library.resolve()).encode()).hexdigest()
    return f"virtu-{digest[:24]}"


def raise_first_window(library: Path) -> bool:
    """Ask a running program with this library to show itself; say whether there is one."""
    socket = QLocalSocket()
    socket.connectToServer(_name(library))
    if not socket.waitForConnected(_ANSWER_WITHIN_MS):
        return False
    socket.write(b"raise\n")
    socket.waitForBytesWritten(_ANSWER_WITHIN_MS)
    socket.disconnectFromServer()
    return True


class FirstWindow(QObject):
    """Listens for later starts; emits ``raised`` when one asks for the window."""

    raised = Signal()

    def __init__(self, library: Path, parent: QObject | None = None) -> None:
        """Listen under a name made from the library's path, for this user only."""
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._accept)
        name = _name(library)
        # After a kill the name of the dead program is still there; nobody answers under it.
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def _accept(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            self.raised.emit()

    def close(self) -> None:
        """Stop listening."""
        self._server.close()
