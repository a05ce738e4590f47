"""Names that rather belong to a device or a room than to a person."""

from __future__ import annotations

import re

_ROOM_NAME = re.compile(
    r"\b(?:meeting room|conference room|board ?room|teams rooms?|surface hub|neuvotteluhuone"
    r"|kokoushuone|kokoustila|neuvottelutila|koulutustila|mötesrum|konferensrum|sammanträdesrum"
    r"|besprechungsraum|konferenzraum|sitzungszimmer|salle de réunion|sala de reuni\w+"
    r"|sala de juntas|sala konferencyjna|sala riunioni|vergaderruimte|vergaderzaal|møterom"
    r"|mødelokale|zoom rooms?|webex board|rally bar|neukkari|kokkari|luokkahuone"
    r"|auditorio|auditorium|koulutussali|grupprum|klassrum|hörsal|classroom)\b"
    r"|会議室|회의실|会议室",
    re.IGNORECASE,
)
_ROOM_ADDRESS = re.compile(
    r"(?:room|rooms|mtr|meetingroom|conf|neuvotteluhuone|neukkari|kokoushuone|huone|rum|motesrum"
    r"|sala|raum|salle|zaal)[\-._]?(?=[\-._\d])[^@]*@"
    r"|[^@]*[\-._](?:room|neuvotteluhuone|neukkari|kokoushuone|huone|sali|luokka|rum)\d*@"
)
_DEVICE = re.compile(
    r"(?:.{1,40}['’]s )?(?:ipad|iphone|android|galaxy|pixel|macbook|imac|samsung|huawei|xiaomi"
    r"|oneplus|nokia|motorola|lenovo|thinkpad|chromebook|desktop-\w+|laptop-\w+|pc|mac"
    r"|zoom user|sm-\w+)"
    r"(?: (?:pro|air|mini|max|plus|ultra|note|tab|user|tablet|\w?\d+\w{0,6}))*(?: ?\(\d+\))?",
    re.IGNORECASE,
)


def is_room(name: str, email: str | None) -> bool:
    """Say whether a name or an address is that of a room with a shared device."""
    return bool(_ROOM_NAME.search(name[:200])) or bool(email and _ROOM_ADDRESS.match(email))


def is_device(name: str) -> bool:
    """Say whether somebody appears under the name of a device.

    >>> is_device("iPad (4)"), is_device("Mac Muikku")
    (True, False)
    """
    return bool(len(name) < 80 and _DEVICE.fullmatch(name.strip()))
