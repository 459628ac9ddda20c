"""The directory of relays and what is asked of them, for the tests."""

from datetime import date
from typing import Any

from accompaniment import relays
from accompaniment.models import Relay, RelayKind
from accompaniment.models.relay_request import AskedRelay
from households.models import Case
from tests.cast import Cast

ASKED = date(2025, 6, 4)
USUAL, HEALTH = "fsl", "sante_cmp"


def relay(cast: Cast, *, service: str = "Service Démo", kind: str = USUAL, **details: Any) -> Relay:
    """A line of the directory of DEMO."""
    agreement = details.pop("agreement", cast.agreement)
    return Relay.add(
        agreement, on=ASKED, by=cast.leila.professional, service=service, kind=RelayKind.objects.get(pk=kind), **details
    )


def asked(
    cast: Cast, case: Case, *, kind: str = USUAL, on: date = ASKED, what_for: str = "CANARI-attendu", **told: Any
) -> AskedRelay:
    """Asked by Leïla that day of a service in words, unless of a line of the directory."""
    told.setdefault("service", "" if "relay" in told else "CANARI-service")
    return relays.ask(
        case, kind=RelayKind.objects.get(pk=kind), what_for=what_for, asked_on=on, agreed_on=on, today=max(on, ASKED),
        by=cast.leila.professional, **told,
    )  # fmt: skip
