"""What waits for the partners and for the landlord's officers."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from allocations.models import CalPresentation, Meeting, Offer, PreCalDecision
from households.models import Case, places_taken
from households.stages import State
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day, short_date


def sections(request: HttpRequest, today: date) -> list[Section]:
    """The sections of each role; a role this room does not serve has none."""
    found = []
    for roles, source in SOURCES:
        if request.membership.role in roles:  # type: ignore[attr-defined]
            section = source(request, today)
            if section is not None:
                found.append(section)
    return found


def _visas(request: HttpRequest, today: date) -> Section | None:
    """Decisions written in session that still lack this partner's visa."""
    member: Any = request.membership  # type: ignore[attr-defined]
    mine = "association_visa_by" if member.role == Role.ASSO_HEAD else "landlord_visa_by"
    waiting = PreCalDecision.objects.visible_to(member).filter(effective_at__isnull=True, **{f"{mine}__isnull": True})
    rows = [
        Row(
            who=one.case.household.code,
            what=f"{one.get_outcome_display()}, séance du {short_date(one.item.meeting.on)}",
            url=one.case.get_absolute_url(),
            action_label="Voir et viser",
            action_url=reverse("allocations:session", args=[one.item.meeting_id]) + f"?point={one.item_id}",
        )
        for one in waiting.select_related("case__household", "item__meeting")
    ]
    return Section("Décisions en attente de votre visa", 15, rows) if rows else None


def _next_session(request: HttpRequest, today: date) -> Section | None:
    member: Any = request.membership  # type: ignore[attr-defined]
    coming = Meeting.objects.visible_to(member).precal().upcoming(today).select_related("agreement").first()
    if coming is None:
        return Section(
            "Prochaine pré-CAL",
            30,
            [],
            "Aucune séance n'est au calendrier.",
            reverse("allocations:sessions"),
            "Calendrier",
        )
    inscribed = coming.items.visible_to(member).count()
    row = Row(
        who=f"Séance du {short_date(coming.on)}",
        what=f"{inscribed} candidature(s) inscrite(s)",
        when=relative_day(coming.on, today),
        action_label="Ouvrir la séance",
        action_url=reverse("allocations:session", args=[coming.pk]),
    )
    return Section("Prochaine pré-CAL", 30, [row])


def _arbitrations(request: HttpRequest, today: date) -> Section:
    cases = Case.objects.visible_to(request.membership).filter(state=State.ARBITRATION)  # type: ignore[attr-defined]
    rows = [
        Row(
            who=case.household.code,
            what=f"à l'arbitrage depuis {(today - (case.assessed_on or case.opened_on)).days} jours",
            url=case.get_absolute_url(),
            action_label="Arbitrer",
            action_url=case.get_absolute_url(),
        )
        for case in cases.select_related("household").order_by("opened_on")
    ]
    return Section("Arbitrages", 25, rows, "Les situations de maintien à arbitrer ensemble apparaîtront ici.")


def _places(request: HttpRequest, today: date) -> Section:
    rows = []
    for agreement in request.membership.agreements:  # type: ignore[attr-defined]
        terms = agreement.terms_on(today)
        for track, label in (("access", "Accès"), ("retention", "Maintien")):
            taken, capacity = places_taken(agreement, track), terms.capacity(track)
            free = capacity - taken
            rows.append(
                Row(f"{agreement.code} — {label}", f"{taken} places prises sur {capacity}", when=f"{free} libre(s)")
            )
    return Section("Places", 60, rows)


def _ready(request: HttpRequest, today: date) -> Section:
    cases = Case.objects.visible_to(request.membership).filter(state=State.CAL_READY)  # type: ignore[attr-defined]
    rows = []
    for case in (
        cases.select_related("household", "agreement").prefetch_related("household__persons").order_by("cal_ready_on")
    ):
        waited = (today - case.cal_ready_on).days if case.cal_ready_on else 0
        late = waited > case.agreement.terms_on(today).cal_within_days
        rows.append(
            Row(
                who=f"{case.household.code} · {case.household.known_as}",
                what="prêt pour la CAL",
                url=case.get_absolute_url(),
                when=f"attend depuis {waited} jours",
                tone="late" if late else "",
                action_label="Inscrire en CAL",
                action_url=reverse("allocations:cal_schedule", args=[case.pk]),
            )
        )
    return Section(
        "Prêts pour la CAL",
        10,
        rows,
        "Les ménages dont la préparation est finie et la note transmise apparaîtront ici.",
    )


def _offers(request: HttpRequest, today: date) -> Section:
    offers = Offer.objects.visible_to(request.membership).awaiting_reply().select_related("case__household")  # type: ignore[attr-defined]
    rows = []
    for offer in offers.order_by("reply_deadline"):
        left = (offer.reply_deadline - today).days
        tone = "late" if left < 0 else "soon" if left <= 3 else ""  # noqa: PLR2004 - the J-3 reminder
        rows.append(
            Row(
                who=offer.case.household.code,
                what=f"réponse attendue au plus tard le {short_date(offer.reply_deadline)}",
                when=relative_day(offer.reply_deadline, today),
                tone=tone,
                url=offer.case.get_absolute_url(),
                action_label="Répondre",
                action_url=reverse("allocations:presentation", args=[offer.presentation_id]),
            )
        )
    return Section("Propositions en cours", 5, rows, "Les offres en attente de réponse apparaîtront ici.")


def _pending(request: HttpRequest, today: date) -> Section | None:
    waiting = CalPresentation.objects.visible_to(request.membership).filter(effect="pending")  # type: ignore[attr-defined]
    rows = [
        Row(
            who=one.case.household.code,
            what=f"{one.get_decision_display()}{f', rang {one.rank}' if one.rank else ''}",
            when=f"CAL du {short_date(one.cal_on)}",
            action_label="Suivre",
            action_url=reverse("allocations:presentation", args=[one.pk]),
        )
        for one in waiting.select_related("case__household").order_by("cal_on")
    ]
    return Section("Rangs et conditions en attente", 20, rows) if rows else None


PILOTS = {Role.LANDLORD_PILOT}
HEADS = {Role.ASSO_HEAD}
SOURCES = [
    (HEADS | PILOTS, _visas),
    (HEADS | PILOTS | {Role.ASSO_WORKER, Role.LANDLORD_SOCIAL}, _next_session),
    (HEADS | PILOTS | {Role.LANDLORD_SOCIAL}, _arbitrations),
    (HEADS | PILOTS, _places),
    ({Role.LANDLORD_ALLOC}, _ready),
    ({Role.LANDLORD_ALLOC}, _offers),
    ({Role.LANDLORD_ALLOC}, _pending),
]
