"""Relays asked for households, whichever table they are in: what the reader's role reads of each, told together."""

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet

from accompaniment.models import HealthRelayRequest, Relay, RelayKind, RelayRequest
from accompaniment.models.relay_request import AskedRelay
from households.confidentiality import may_read
from households.models import Case
from households.stateful import MoveRefused

if TYPE_CHECKING:
    from lodabord.partners.models import Agreement, Membership

MODELS: tuple[type[AskedRelay], ...] = (RelayRequest, HealthRelayRequest)


def health_is_kept(agreement: "Agreement", day: date) -> bool:
    """Whether the partners switched health data on (decision 6)."""
    return agreement.terms_on(day).health_data_enabled


def kinds_offered(agreement: "Agreement", role: str, day: date) -> QuerySet[RelayKind]:
    """Those of health only where the agreement keeps such data, and to a role that reads it."""
    kinds = RelayKind.objects.filter(active=True)
    told = health_is_kept(agreement, day) and may_read(role, HealthRelayRequest.data_class)
    return kinds if told else kinds.filter(health=False)


def relays_offered(case: Case, kinds: "QuerySet[RelayKind]") -> QuerySet[Relay]:
    """The directory of the household's agreement, of these kinds."""
    return Relay.objects.kept().filter(agreement=case.agreement_id, kind__in=kinds).select_related("kind")


def ask(case: Case, *, kind: RelayKind, today: date, **told: Any) -> AskedRelay:
    """In the table of its class of data."""
    if kind.health and not health_is_kept(case.agreement, today):
        raise MoveRefused("La convention n'autorise pas les données de santé : ce relais ne se note pas.")
    model = HealthRelayRequest if kind.health else RelayRequest
    return model.ask(case, kind=kind, today=today, **told)


def of_case(member: "Membership", case: Case, day: date) -> list[AskedRelay]:
    """All that this member reads of one household's, the latest first."""
    found = [
        asked
        for model in MODELS if model is RelayRequest or health_is_kept(case.agreement, day)
        for asked in model.objects.visible_to(member).filter(case=case).select_related("kind", "relay", "created_by")
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.asked_on, one.created_at), reverse=True)


def waiting(member: "Membership", day: date, whose: Q, *, only_late: bool = False) -> list[AskedRelay]:
    """Those of several households that wait for an answer, the oldest first. `whose` narrows the households."""
    found: list[AskedRelay] = []
    for model in MODELS:
        asked = model.objects.visible_to(member).filter(whose, case__closed_on=None)
        asked = asked.to_chase(day) if only_late else asked.waiting()
        asked = asked.select_related("kind", "relay", "created_by", "case__household", "case__agreement")
        found += _kept(asked.prefetch_related("case__household__persons"), day)
    return sorted(found, key=lambda one: one.waits_since)


def every_one_to_chase(day: date) -> Iterator[AskedRelay]:
    """For the reminders, as the programme: all households."""
    for model in MODELS:
        yield from _kept(model.objects.to_chase(day).select_related("case__agreement", "case__referent"), day)


def _kept(asked: Any, day: date) -> list[AskedRelay]:
    """Without those of health where the agreement keeps no such data."""
    if asked.model is RelayRequest:
        return list(asked)
    return [one for one in asked.prefetch_related("case__agreement__terms") if health_is_kept(one.case.agreement, day)]
