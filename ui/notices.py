"""Lines under the top bar that stay until they are dealt with."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum, auto

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.banner import Banner, BannerAction, BannerTone


class Topic(Enum):
    """What a line is about; there is one line for each, in this order."""

    NOT_SAVED = auto()
    CLOSING = auto()
    GAP = auto()
    RECOVERED = auto()
    CLOCK = auto()
    LIBRARY = auto()
    BACKUP = auto()
    AWAKE = auto()
    FAILURE = auto()
    STAGE = auto()


class Notices(QWidget):
    """Holds a banner for each topic; those without anything to say take no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nothing to say."""
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._banners = {topic: Banner(self) for topic in Topic}
        for banner in self._banners.values():
            column.addWidget(banner)

    def banner(self, topic: Topic) -> Banner:
        """Return the banner of a topic."""
        return self._banners[topic]

    def say(
        self,
        topic: Topic,
        text: str,
        tone: BannerTone = BannerTone.INFO,
        actions: Sequence[BannerAction] = (),
    ) -> None:
        """Show a line; one about the same topic is replaced."""
        self._banners[topic].show_notice(text, tone, actions)

    def says(self, topic: Topic) -> bool:
        """Say whether there is a line about a topic."""
        return not self._banners[topic].isHidden()

    def hush(self, topic: Topic) -> None:
        """Take the line of a topic away."""
        self._banners[topic].hide()
