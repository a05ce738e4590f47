"""Who has answered a secret poll, while it is open and in memory alone (V6, T13).

A voter is known by a keyed digest, so that not even this memory names anybody; it lets a voter
change the answer and keeps one from answering twice. It is dropped when the round closes and lost
when the program stops: then people may answer again, which the round says of itself.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable

from virtu_desktop.domain.polls import RoundId, SecretBallot, VoterId


class SecretBox:
    """The open secret rounds: which ballot is whose, behind digests."""

    def __init__(self, random_bytes: Callable[[int], bytes]) -> None:
        """Begin empty; ``random_bytes(n)`` must be unpredictable."""
        self._random = random_bytes
        self._digest_key = random_bytes(32)
        self._of_voter: dict[RoundId, dict[bytes, tuple[bytes, SecretBallot]]] = {}

    def cast(
        self, round_id: RoundId, voter: VoterId | None, ballot: SecretBallot
    ) -> tuple[bytes, tuple[bytes, SecretBallot] | None]:
        """Take a ballot; return its key, and the key and ballot that it replaces."""
        key = self._random(16)
        if voter is None:
            return key, None
        voters = self._of_voter.setdefault(round_id, {})
        digest = self._digest(round_id, voter)
        before = voters.get(digest)
        voters[digest] = (key, ballot)
        return key, before

    def has_answered(self, round_id: RoundId, voter: VoterId) -> bool:
        """Say whether a voter has answered, as far as is known since the program began."""
        return self._digest(round_id, voter) in self._of_voter.get(round_id, {})

    def forget(self, round_id: RoundId) -> None:
        """Drop who has answered a round."""
        self._of_voter.pop(round_id, None)

    def _digest(self, round_id: RoundId, voter: VoterId) -> bytes:
        text = f"{round_id}\n{voter}".encode()
        return hmac.new(self._digest_key, text, hashlib.sha256).digest()
