"""Words of reports in the languages that are known: roles, marks behind names, yes.

They only add what people like to know. Whether a file is a report, and what its columns are,
never depends on them.
"""

from __future__ import annotations

import re

from virtu_desktop.exchange.attendance.cells import plain
from virtu_desktop.exchange.attendance.report import Kind, Role

_ROLES: dict[Role, tuple[str, ...]] = {
    Role.CO_ORGANIZER: (
        "co-", "coorg", "współorg", "mitorg", "medorg", "medarr", "mede-", "medeorg",
        "kanssaj", "apuj", "yhteisj", "共同",
    ),
    Role.ORGANIZER: (
        "organi", "järjestäj", "arrangör", "arrangør", "主催", "開催", "組織", "organisateur",
        "организатор", "korraldaja", "szervező", "pořadatel", "veranst",
    ),
    Role.PRODUCER: ("producer", "tuottaja", "producent", "produzent", "producteur", "productor"),
    Role.PRESENTER: (
        "present", "présent", "esittäj", "referent", "apresent", "osoba prowadz", "prowadz",
        "prezent", "prezenter", "relatore", "発表", "föredrag", "vortrag", "moderator", "moderador",
        "panelist", "docent", "esitelmä", "präsent", "ponente", "foredrag", "докладчик",
    ),
    Role.ATTENDEE: (
        "attend", "particip", "osallistuj", "deltag", "deltak", "teilnehm", "uczestni",
        "asistent", "deelnem", "partecip", "出席", "参加", "participante", "guest", "katsoja",
        "участник",
    ),
    Role.HOST: ("host", "isäntä", "värd", "gastgeber", "hôte", "anfitri"),
}  # fmt: skip
_GUEST = (
    "guest", "invitado", "gast", "vieras", "gäst", "invité", "convidado", "gość", "ospite",
    "ゲスト", "gjest", "gæst", "huésped", "vierailija", "külaline", "vendég",
)  # fmt: skip
_EXTERNAL = (
    "external", "extern", "externe", "externo", "externa", "ulkoinen", "ulkopuolinen", "外部",
    "zewnętrzny", "zewnętrzna", "esterno", "esterna", "ekstern", "väline", "külső", "externí",
)  # fmt: skip
_UNVERIFIED = (
    "unverified", "vahvistamaton", "varmistamaton", "todentamaton", "nicht überprüft",
    "nicht verifiziert", "overifierad", "ej verifierad", "obekräftad", "non vérifié",
    "no verificado", "sin verificar", "não verificado", "niezweryfikowany", "niezweryfikowana",
    "non verificato", "niet geverifieerd", "ikke verifisert", "ikke verificeret", "uverificeret",
    "未確認", "未検証", "未验证", "kinnitamata",
)  # fmt: skip
_LABELS = {
    **dict.fromkeys(_GUEST, Kind.GUEST),
    **dict.fromkeys(_EXTERNAL, Kind.EXTERNAL),
    **dict.fromkeys(_UNVERIFIED, Kind.UNVERIFIED),
}
_ENGLISH_LABELS = frozenset(["guest", "external", "unverified"])
_YES = frozenset(
    [
        "yes",
        "true",
        "y",
        "ok",
        "1",
        "kyllä",
        "ja",
        "oui",
        "sí",
        "si",
        "sim",
        "tak",
        "はい",
        "是",
        "jah",
    ]
)
_NO = frozenset(
    ["no", "false", "n", "0", "ei", "nej", "non", "não", "nao", "nie", "nein", "nee", "nei",
     "いいえ", "否"]
)  # fmt: skip
_WAITING = (
    "waiting", "odotus", "vänt", "attente", "espera", "warte", "wacht", "待機", "oczekiwa",
    "attesa", "vente", "等候",
)  # fmt: skip
_ENGLISH = frozenset(
    ["name", "full", "first", "last", "email", "e-mail", "user", "action", "timestamp", "join",
     "joined", "leave", "time", "role", "duration", "meeting", "title", "start", "end",
     "participants", "attended", "summary", "activities", "in-meeting", "upn", "id",
     "participant", "topic", "guest", "minutes", "total", "original", "consent", "recording",
     "session", "event", "attendee", "connection", "type", "moderator", "activity", "score",
     "talk", "webcam", "messages", "reactions", "poll", "votes", "raise", "hands", "left",
     "exited", "display", "number", "of", "average", "attendance", "engagement", "utc",
     "useragent", "utceventtimestamp", "fullname", "sessionid", "participantid",
     "reaction-applause", "reaction-laugh", "reaction-like", "reaction-love",
     "reaction-surprised", "camera", "on", "unmute", "registration", "approval", "status",
     "country", "region"]
)  # fmt: skip
_LETTERS = re.compile(r"[^\W\d_][^\W\d_\-]*")
_BRACKET = re.compile(
    r"(?P<name>.*\S)\s*[(\uff08](?P<label>[^()\uff08\uff09]+)[)\uff09]", re.DOTALL
)


def role_of(cell: str) -> Role:
    """Return the role that a word means; ``unknown`` when nobody knows the word."""
    word = plain(cell).casefold().replace("\N{NON-BREAKING HYPHEN}", "-")
    for role, beginnings in _ROLES.items():
        if word.startswith(beginnings):
            return role
    return Role.UNKNOWN


def split_label(name: str) -> tuple[str, str]:
    """Return a name and what stands in its last bracket; the latter is empty without one.

    >>> split_label("Petri Nieminen (Guest)")
    ('Petri Nieminen', 'Guest')
    """
    found = _BRACKET.fullmatch(name)
    return (found["name"], found["label"].strip()) if found else (name, "")


def kind_of_label(label: str) -> Kind | None:
    """Return what a mark behind a name means, or None when nobody knows the word."""
    return _LABELS.get(plain(label).casefold())


def is_english_label(label: str) -> bool:
    """Say whether a mark behind a name is English."""
    return plain(label).casefold() in _ENGLISH_LABELS


def is_yes(cell: str) -> bool:
    """Say whether a cell says yes in a language that is known."""
    return plain(cell).casefold() in _YES


def is_yes_or_no(cell: str) -> bool:
    """Say whether a cell says yes or no in a language that is known."""
    return is_yes(cell) or plain(cell).casefold() in _NO


def is_waiting_room(heading: str) -> bool:
    """Say whether a heading is that of the time in a waiting room."""
    return any(word in heading.casefold() for word in _WAITING)


def are_english(headings: list[str]) -> bool:
    """Say whether most words of the headings are those of an English report."""
    words = [word.casefold() for heading in headings for word in _LETTERS.findall(plain(heading))]
    return not words or sum(word in _ENGLISH for word in words) * 2 > len(words)
