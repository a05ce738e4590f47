"""Chats of every layout, written from the same messages in many languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

START = datetime(2026, 3, 17, 9, 12, 5)  # noqa: DTZ001 - a clock on a wall
NAMES = (
    "Matti Virtanen-Koskelo",
    "Åsa Sjögren",
    "Anna (Oulu to Vaasa)",
    "Nguyễn Thị Hương",
    "Jari Korhonen",
    "Team an Bord GmbH",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One message as it should be read. step: which of the times; at: minutes after START."""

    sender: str
    text: str
    at: int
    to: str = ""

    @property
    def moment(self) -> datetime:
        """Return when it was written."""
        return START + timedelta(minutes=self.at)


TEXTS = (
    "Huomenta kaikille!",
    "God morgon – hör ni mig?\nandra raden",
    "2 :)",
    "12:30:00 sopii minulle\n\npäivällä",
    "työmies: myöhästyn 5 min",
    "@Matti kuka? 👍",
    "https://virtu.example/materiaali?x=1:2",
    'Hän sanoi "2" eikä 3',
)
EVERYTHING = tuple(
    Said(sender=NAMES[place % len(NAMES)], text=text, at=place * 3)
    for place, text in enumerate(TEXTS)
)


def zoom_v1(said: Sequence[Said], words: tuple[str, str, str]) -> str:
    """Write the layout of 2020; words: from, to, everyone."""
    before, _to, _everyone = words
    lines = []
    for one in said:
        first, *rest = one.text.split("\n")
        lines.append(f"{one.moment:%H:%M:%S}\t {before}  {one.sender} : {first}")
        lines += rest
    return "\r\n".join([*lines, ""])


def zoom_v2(said: Sequence[Said], words: tuple[str, str, str]) -> str:
    """Write the layout of 2021 to 2023."""
    before, to, everyone = words
    lines = []
    for one in said:
        lines.append(f"{one.moment:%H:%M:%S} {before}  {one.sender}  {to}  {everyone}:")
        lines += [f"\t{line}" if line else "" for line in one.text.split("\n")]
    return "\n".join([*lines, ""])


def zoom_v3(said: Sequence[Said], words: tuple[str, str, str]) -> str:
    """Write the layout since 2024."""
    before, to, everyone = words
    lines = []
    for one in said:
        lines.append(f"{one.moment:%Y-%m-%d %H:%M:%S} {before} {one.sender} {to} {everyone}:")
        lines += [f"\t{line}" for line in one.text.split("\n")]
    return "\n".join([*lines, ""])


def zoom_cloud(said: Sequence[Said]) -> str:
    """Write the chat of a recording that began at START."""
    lines = []
    for one in said:
        offset = datetime(2026, 1, 1) + timedelta(minutes=one.at)  # noqa: DTZ001 - an offset
        first, *rest = one.text.split("\n")
        lines += [f"{offset:%H:%M:%S}\t{one.sender}:\t{first}", *rest]
    return "\n".join(lines)


Clock = Callable[[datetime], str]
CLOCKS: dict[str, Clock] = {
    "12 h": lambda moment: f"{moment.hour % 12 or 12}:{moment:%M} AM",
    "12 h, small letters": lambda moment: f"{moment.hour % 12 or 12}:{moment:%M} a.m.",
    "narrow blank": lambda moment: f"{moment.hour % 12 or 12}:{moment:%M}\u202fAM",
    "24 h": lambda moment: f"{moment:%H:%M}",
    "Finnish": lambda moment: f"klo {moment.hour}.{moment:%M}",
    "Finnish, halves": lambda moment: f"{moment.hour}.{moment:%M} ap.",
    "Swedish": lambda moment: f"kl. {moment:%H:%M}",
    "yesterday": lambda moment: f"Eilen klo {moment.hour}.{moment:%M}",
    "weekday": lambda moment: f"Tuesday {moment.hour}:{moment:%M} AM",
}
DATES: dict[str, Clock] = {
    "en-GB": lambda moment: f"{moment:%d/%m/%Y} {moment.hour}:{moment:%M} am",
    "en-US": lambda moment: f"{moment.month}/{moment.day}/{moment.year} {moment:%H:%M} AM",
    "fi": lambda moment: f"{moment.day}.{moment.month}.{moment.year} klo {moment.hour}.{moment:%M}",
    "sv": lambda moment: f"{moment:%Y-%m-%d %H:%M}",
    "sv, words": lambda moment: f"den {moment.day} mars {moment.year} kl. {moment:%H:%M}",
    "de": lambda moment: f"{moment:%d.%m.%Y}, {moment:%H:%M} Uhr",
    "fi, words": lambda moment: (
        f"{moment.day}. maaliskuuta {moment.year} klo {moment.hour}.{moment:%M}"
    ),
    "pl, words": lambda moment: f"{moment.day} marca {moment.year} {moment:%H:%M}",
}


def teams_brackets(said: Sequence[Said], clock: Clock, *, one_line: bool = False) -> str:
    """Write what Teams copied until August 2024."""
    lines = []
    for one in said:
        if one_line:
            lines += [f"[{clock(one.moment)}] {one.sender}: {one.text}"]
        else:
            lines += [f"[{clock(one.moment)}] {one.sender}", "", one.text, ""]
    return "\n".join(lines)


def teams_everything(
    said: Sequence[Said], clock: Clock, *, by: str = "by", menu: str = "has context menu"
) -> str:
    """Write what Ctrl+A copies in the new client."""
    lines = ["Chat", menu]
    for one in said:
        preview = one.text.split("\n")[0]
        lines += [f"{preview} {by} {one.sender}", one.sender, clock(one.moment)]
        lines += [one.text, menu]
    return "\n".join(lines)
