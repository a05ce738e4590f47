"""Makes attendance reports as other languages, zones, years and programs would write them."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

Say = Callable[[datetime], str]
Length = Callable[[int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guest:
    """One person of an invented meeting; stays: minutes and seconds after its start."""

    name: str
    email: str = ""
    label: str = ""
    role: str = ""
    stays: tuple[tuple[int, int], ...] = ()


PEOPLE = (
    Guest(
        name="Aino Mäkeläinen", email="aino@virtu.example", role="organizer", stays=((4, 11560),)
    ),
    Guest(
        name="Göran Åkerlund", email="goran@virtu.example", role="presenter", stays=((330, 11558),)
    ),
    Guest(
        name="Matti Virtanen-Koskelo",
        email="matti@virtu.example",
        role="attendee",
        stays=((492, 3110), (3185, 5100), (6082, 11469)),
    ),
    Guest(
        name="Sjögren, Åsa",
        email="asa@partner.example",
        label="external",
        role="attendee",
        stays=((660, 11340), (4200, 5400)),
    ),
    Guest(
        name="O'Brien, Seán",
        email="sean@partner.example",
        label="external",
        role="attendee",
        stays=((1200, 11113),),
    ),
    Guest(
        name="José María", label="unverified", role="attendee", stays=((780, 2400), (2700, 11400))
    ),
    Guest(name="Iida Lehto", label="unverified", role="attendee", stays=((900, 11000),)),
    Guest(name="358401234567", label="unverified", role="attendee", stays=((920, 6902),)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of one language; roles and labels by their English names."""

    sections: tuple[str, str, str]
    summary: tuple[str, ...]
    people: tuple[str, ...]
    stays: tuple[str, ...]
    roles: dict[str, str]
    labels: dict[str, str]


ENGLISH = Words(
    sections=("Summary", "Participants", "In-Meeting Activities"),
    summary=(
        "Meeting title", "Attended participants", "Start time", "End time", "Meeting duration",
        "Average attendance time",
    ),
    people=(
        "Name", "First Join", "Last Leave", "In-Meeting Duration", "Email",
        "Participant ID (UPN)", "Role",
    ),
    stays=("Name", "Join Time", "Leave Time", "Duration", "Email", "Role"),
    roles={"organizer": "Organizer", "presenter": "Presenter", "attendee": "Attendee"},
    labels={"external": "External", "unverified": "Unverified", "guest": "Guest"},
)  # fmt: skip
SWEDISH = Words(
    sections=("Sammanfattning", "Deltagare", "Aktiviteter under mötet"),
    summary=("Mötesrubrik", "Deltog", "Starttid", "Sluttid", "Möteslängd", "Genomsnittlig tid"),
    people=(
        "Namn", "Första anslutning", "Lämnade senast", "Tid i mötet", "E-post",
        "Deltagar-ID (UPN)", "Roll",
    ),
    stays=("Namn", "Anslöt", "Lämnade", "Varaktighet", "E-post", "Roll"),
    roles={"organizer": "Organisatör", "presenter": "Presentatör", "attendee": "Deltagare"},
    labels={"external": "Extern", "unverified": "Overifierad", "guest": "Gäst"},
)  # fmt: skip
FRENCH = Words(
    sections=("Résumé", "Participants", "Activités pendant la réunion"),
    summary=("Titre", "Participants", "Heure de début", "Heure de fin", "Durée", "Moyenne"),
    people=(
        "Nom", "Première arrivée", "Dernier départ", "Durée", "E-mail", "ID (UPN)", "Rôle",
    ),
    stays=("Nom", "Heure d'arrivée", "Heure de départ", "Durée", "E-mail", "Rôle"),
    roles={"organizer": "Organisateur", "presenter": "Présentateur", "attendee": "Participant"},
    labels={"external": "Externe", "unverified": "Non vérifié", "guest": "Invité"},
)  # fmt: skip
JAPANESE = Words(
    sections=("要約", "参加者", "会議中のアクティビティ"),
    summary=("会議のタイトル", "出席済み参加者", "開始時刻", "終了時刻", "会議の長さ", "平均"),
    people=("名前", "初めての参加", "最終退出", "会議の長さ", "メール", "参加者 ID (UPN)", "役割"),
    stays=("名前", "参加時刻", "退出時刻", "期間", "メール", "役割"),
    roles={"organizer": "開催者", "presenter": "発表者", "attendee": "出席者"},
    labels={"external": "外部", "unverified": "未確認", "guest": "ゲスト"},
)  # fmt: skip
UNHEARD_OF = Words(
    sections=("Gurafo", "Molde", "Kisteno"),
    summary=("Aba", "Bebe", "Cici", "Dodo", "Eue", "Fafa"),
    people=("Gaga", "Hehe", "Iiri", "Jojo", "Kuku", "Lala (UPN)", "Memo"),
    stays=("Gaga", "Hoho", "Iruri", "Jojo", "Kuku", "Memo"),
    roles={"organizer": "Sorfo", "presenter": "Prufo", "attendee": "Anfo"},
    labels={"external": "zorgul", "unverified": "blen fak", "guest": "gisto"},
)
LANGUAGES = {
    "en": ENGLISH,
    "sv": SWEDISH,
    "fr": FRENCH,
    "ja": JAPANESE,
    "unheard of": UNHEARD_OF,
}


def _twelve(at: datetime, am: str, pm: str, blank: str = " ") -> str:
    return f"{(at.hour - 1) % 12 + 1}:{at:%M:%S}{blank}{am if at.hour < 12 else pm}"


DATES: dict[str, Say] = {
    "en-US": lambda at: f"{at.month}/{at.day}/{at:%y}, {_twelve(at, 'AM', 'PM')}",
    "en-US narrow blank": lambda at: f"{at.month}/{at.day}/{at:%y}, "
    f"{_twelve(at, 'AM', 'PM', chr(0x202F))}",
    "en-AU": lambda at: f"{at.day}/{at:%m/%Y}, {_twelve(at, 'am', 'pm')}",
    "en-GB": lambda at: f"{at:%d/%m/%y, %H:%M:%S}",
    "en-FI": lambda at: f"{at:%d/%m/%y}, {at.hour}.{at:%M.%S}",
    "fi-FI": lambda at: f"{at.day}.{at.month}.{at:%y} klo {at.hour}.{at:%M.%S}",
    "fi-FI four digits": lambda at: f"{at.day}.{at.month}.{at.year} klo {at.hour}.{at:%M.%S}",
    "sv-SE": lambda at: f"{at:%y-%m-%d %H:%M:%S}",
    "sv-SE four digits": lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
    "sv-FI": lambda at: f"{at.day}.{at.month}.{at:%y %H.%M.%S}",
    "de-DE": lambda at: f"{at.day}.{at.month}.{at:%y, %H:%M:%S}",
    "da-DK": lambda at: f"{at.day}.{at.month}.{at:%y, %H.%M.%S}",
    "nb-NO kl.": lambda at: f"{at.day}.{at.month}.{at:%Y kl. %H:%M:%S}",
    "nl-NL": lambda at: f"{at.day}-{at.month}-{at:%y, %H:%M:%S}",
    "fr-FR": lambda at: f"{at:%d/%m/%Y à %H:%M:%S}",
    "es-MX": lambda at: f"{at.day}/{at.month}/{at:%y}, {_twelve(at, 'a. m.', 'p. m.')}",
    "pt-BR": lambda at: f"{at:%d/%m/%Y %H:%M:%S}",
    "pl-PL": lambda at: f"{at:%d.%m.%Y, %H:%M:%S}",
    "cs-CZ": lambda at: f"{at.day}. {at.month}. {at:%Y} {at.hour}:{at:%M:%S}",
    "hu-HU": lambda at: f"{at:%Y. %m. %d.} {at.hour}:{at:%M:%S}",
    "ja-JP": lambda at: f"{at:%y}/{at.month}/{at.day} {at.hour}:{at:%M:%S}",
    "ja-JP noon is 0": lambda at: f"{at.year}年{at.month}月{at.day}日 "
    f"{'午前' if at.hour < 12 else '午後'}{at.hour % 12}:{at:%M:%S}",
    "zh-CN": lambda at: f"{at.year}/{at.month}/{at.day} "
    f"{'上午' if at.hour < 12 else '下午'}{(at.hour - 1) % 12 + 1}:{at:%M:%S}",
    "el-GR": lambda at: f"{at.day}/{at.month}/{at.year}, {_twelve(at, 'π.μ.', 'μ.μ.')}",
    "fr-FR letters": lambda at: f"{at:%d/%m/%Y %Hh%Mm%Ss}",
    "ko-KR": lambda at: f"{at.year}. {at.month}. {at.day}. {'오전' if at.hour < 12 else '오후'} "
    f"{(at.hour - 1) % 12 + 1}:{at:%M:%S}",
    "ko-KR two digits": lambda at: f"{at:%y}. {at.month}. {at.day}. "
    f"{'오전' if at.hour < 12 else '오후'} "
    f"{(at.hour - 1) % 12 + 1}:{at:%M:%S}",
    "ISO": lambda at: at.isoformat(),
    "named month": lambda at: f"{at:%b} {at.day}, {at:%Y %H:%M:%S}",
}  # fmt: skip


def _parts(seconds: int, units: Sequence[str], blank: str, inner: str) -> str:
    hours, rest = divmod(seconds, 3600)
    numbers = (hours, *divmod(rest, 60))
    said = [f"{n}{inner}{unit}" for n, unit in zip(numbers, units, strict=True) if n]
    return blank.join(said) or f"0{inner}{units[2]}"


LENGTHS: dict[str, Length] = {
    "en": lambda s: _parts(s, ("h", "m", "s"), " ", ""),
    "fi": lambda s: _parts(s, ("t", "min", "s"), " ", "\xa0"),
    "sv": lambda s: _parts(s, ("tim", "min", "s"), " ", " "),
    "de": lambda s: _parts(s, ("Std.", "Min.", "Sek."), " ", " "),
    "pl": lambda s: _parts(s, ("godz.", "min", "sek."), " ", " "),
    "nl": lambda s: _parts(s, ("uur", "min.", "sec."), " ", " "),
    "es": lambda s: _parts(s, ("hora", "minutos", "segundos"), " ", " "),
    "ja": lambda s: _parts(s, ("時間", "分", "秒"), "", ""),
    "colons": lambda s: f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a report is written."""

    words: Words = ENGLISH
    say: Say = DATES["en-US"]
    length: Length = LENGTHS["en"]
    delimiter: str = "\t"
    encoding: str = "utf-16"
    end: str = "\r\n"
    extra: tuple[str, ...] = ()
    pad: int = 0
    people: tuple[Guest, ...] = field(default=PEOPLE)

    def name(self, guest: Guest) -> str:
        """Return the name with its mark."""
        return f"{guest.name} ({self.words.labels[guest.label]})" if guest.label else guest.name

    def encoded(self, rows: Sequence[Sequence[str]]) -> bytes:
        """Return rows as the bytes of a file."""
        out = io.StringIO()
        writer = csv.writer(out, delimiter=self.delimiter, lineterminator=self.end)
        for row in rows:
            writer.writerow([*row, *[""] * (self.pad - len(row))])
        return out.getvalue().encode(self.encoding)


START = datetime.fromisoformat("2026-03-17T08:50")


def sections(style: Style, start: datetime = START) -> bytes:
    """Return a Teams report of numbered sections."""

    def at(seconds: int) -> str:
        return style.say(start + timedelta(seconds=seconds))

    words = style.words
    rows: list[list[str]] = [[f"1. {words.sections[0]}"]]
    values = ["Turvallinen hybridi", str(len(style.people)), at(0), at(11600)]
    values += [style.length(11600), style.length(9000)]
    rows += [[label, value] for label, value in zip(words.summary, values, strict=True)]
    rows += [[], [f"2. {words.sections[1]}"], [*words.people, *style.extra]]
    for guest in style.people:
        first, last = guest.stays[0][0], max(end for _start, end in guest.stays)
        total = sum(end - begin for begin, end in guest.stays)
        rows.append(
            [style.name(guest), at(first), at(last), style.length(total), guest.email, guest.email]
        )
        rows[-1] += [words.roles[guest.role], *("7" for _one in style.extra)]
    rows += [[], [f"3. {words.sections[2]}"], [*words.stays]]
    for guest in style.people:
        for begin, end in guest.stays:
            length = style.length(end - begin)
            rows.append([style.name(guest), at(begin), at(end), length, guest.email])
            rows[-1].append(words.roles[guest.role])
    return style.encoded(rows)


def meeting_report(style: Style, start: datetime = START) -> bytes:
    """Return a Teams report of 2021 with one table; stays in the order of the joins."""

    def at(seconds: int) -> str:
        return style.say(start + timedelta(seconds=seconds))

    words = style.words
    summary = [words.summary[n] for n in (1, 0, 2, 3)]
    values = [str(len(style.people)), "Turvallinen hybridi", at(0), at(11600)]
    rows: list[list[str]] = [[words.sections[0]]]
    rows += [[label, value] for label, value in zip(summary, values, strict=True)]
    rows += [[], [*words.stays, *style.extra]]
    for guest in style.people:
        for begin, end in guest.stays:
            length = style.length(end - begin)
            rows.append([style.name(guest), at(begin), at(end), length, guest.email])
            rows[-1] += [words.roles[guest.role], *("7" for _one in style.extra)]
    return style.encoded(rows)


def joins_and_leaves(style: Style, actions: Sequence[str], start: datetime = START) -> bytes:
    """Return a Teams list of 2020; actions: the words for joined and left."""
    events = [
        (second, style.name(guest), action)
        for guest in style.people
        for begin, end in guest.stays
        for second, action in ((begin, actions[0]), (end, actions[1]))
    ]
    rows = [["Nimi", "Toiminto", "Aika"]]
    for second, name, action in sorted(events):
        rows.append([name, action, style.say(start + timedelta(seconds=second))])
    return style.encoded(rows)


def participants(
    style: Style,
    headings: Sequence[str],
    *,
    block: bool = True,
    start: datetime = START,
    yes_no: tuple[str, str] = ("Yes", "No"),
) -> bytes:
    """Return a participants report of Zoom; headings: seven words for the columns."""

    def at(seconds: int) -> str:
        return style.say(start + timedelta(seconds=seconds))

    rows: list[list[str]] = []
    if block:
        rows.append(["Meeting ID", "Topic", "Start", "End", "User Email", "Duration", "People", ""])
        host = style.people[0].email
        rows.append(["947 5838 1041", "Aihe, osa 1", at(0), at(11600), host, "194"])
        rows[-1] += [str(len(style.people)), ""]
        rows.append([])
    rows.append([*headings, *style.extra])
    for guest in style.people:
        for begin, end in guest.stays:
            is_guest = yes_no[0] if guest.label else yes_no[1]
            minutes = str(math.ceil((end - begin) / 60))
            rows.append([guest.name, guest.email, at(begin), at(end), minutes])
            rows[-1] += [is_guest, "", *("x" for _one in style.extra)]
    return style.encoded(rows)
