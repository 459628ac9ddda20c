"""The allocation officer's « À faire »: who is ready, what is offered, what is pending, what is to be written."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from allocations.checklist import checklists
from allocations.models import CalPresentation, CalSitting, Offer
from households.models import Case
from households.stages import State
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day, short_date


def ready(request: HttpRequest, today: date) -> Section:
    """The oldest first; blocked, the row leads to the file instead of the inscription."""
    cases = Case.objects.visible_to(request.membership).filter(state=State.CAL_READY)  # type: ignore[attr-defined]
    loaded = cases.select_related("household__housing_request", "agreement", "referent").prefetch_related(
        "household__persons", "agreement__terms"
    )
    waiting = list(loaded.order_by("cal_ready_on", "pk"))
    lists = checklists(waiting, today)
    return Section(
        "Prêts pour la CAL",
        10,
        [_ready_row(case, [line.label for line in lists[case.pk].blocking], today) for case in waiting],
        "Les ménages dont la préparation est finie et la note transmise apparaîtront ici.",
    )


def _ready_row(case: Case, blocking: list[str], today: date) -> Row:
    waited = (today - case.cal_ready_on).days if case.cal_ready_on else 0
    late = waited > case.agreement.terms_on(today).cal_within_days
    return Row(
        who=f"{case.household.code} · {case.household.known_as}",
        what=f"il manque : {', '.join(blocking)}" if blocking else "prêt pour la CAL",
        url=case.get_absolute_url(),
        when=f"attend depuis {waited} jour{'s' if waited > 1 else ''}",
        tone="late" if late else "",
        action_label="Dossier CAL" if blocking else "Inscrire en CAL",
        action_url=reverse("allocations:cal_file" if blocking else "allocations:cal_schedule", args=[case.pk]),
    )


def results(request: HttpRequest, today: date) -> Section | None:
    """Sittings that took place, with candidates whose result is not recorded."""
    member: Any = request.membership  # type: ignore[attr-defined]
    waiting = CalPresentation.objects.visible_to(member).scheduled().filter(cal_on__lte=today)
    days: dict[Any, int] = {}
    for agreement, on in waiting.values_list("case__agreement", "cal_on"):
        days[agreement, on] = days.get((agreement, on), 0) + 1
    if not days:
        return None
    sittings = CalSitting.objects.visible_to(member).filter(on__in={on for _, on in days}, state="planned")
    rows = [
        Row(
            who=f"CAL du {short_date(one.on)}",
            what=f"{count} résultat{'s' if count > 1 else ''} à saisir",
            when=relative_day(one.on, today),
            tone="soon",
            action_label="Saisir les résultats",
            action_url=reverse("allocations:cal_results", args=[one.pk]),
        )
        for one in sittings.order_by("on")
        if (count := days.get((one.agreement_id, one.on)))
    ]
    return Section("Résultats de la CAL à saisir", 4, rows)


def offers(request: HttpRequest, today: date) -> Section:
    """Answers awaited, the nearest deadline first: J-3, J-1, then silence to confirm."""
    offers = Offer.objects.visible_to(request.membership).awaiting_reply().select_related("case__household")  # type: ignore[attr-defined]
    rows = [_offer_row(offer, today) for offer in offers.order_by("reply_deadline")]
    return Section("Propositions en cours", 5, rows, "Les offres en attente de réponse apparaîtront ici.")


def followed_offers(request: HttpRequest, today: date) -> Section | None:
    """The referent is told too: the dwelling is seen, and the answer given, before the last day."""
    member: Any = request.membership  # type: ignore[attr-defined]
    offers = Offer.objects.visible_to(member).awaiting_reply().filter(case__referent=member.professional_id)
    waiting = offers.select_related("case__household").order_by("reply_deadline")
    rows = [_offer_row(offer, today, "Voir l'offre") for offer in waiting]
    return Section("Réponses à une offre de logement", 5, rows) if rows else None


def _offer_row(offer: Offer, today: date, label: str = "Répondre") -> Row:
    stage = offer.stage_on(today)
    when = relative_day(offer.reply_deadline, today)
    late = stage == "late"
    return Row(
        who=offer.case.household.code,
        what=f"visite du logement puis réponse, au plus tard le {short_date(offer.reply_deadline)}",
        when="délai passé, silence à constater" if late else f"{stage}, {when}" if stage else when,
        tone="late" if late else "soon" if stage else "",
        url=offer.case.get_absolute_url(),
        action_label=label if offer.presentation_id else "",
        action_url=reverse("allocations:presentation", args=[offer.presentation_id]) if offer.presentation_id else "",
    )


def pending(request: HttpRequest, today: date) -> Section | None:
    """Ranks and conditions; a condition whose delay has passed is to be confirmed by a person."""
    waiting = CalPresentation.objects.visible_to(request.membership).pending()  # type: ignore[attr-defined]
    rows = []
    for one in waiting.select_related("case__household").order_by("condition_deadline", "cal_on"):
        late = one.condition_deadline is not None and one.condition_deadline < today
        until = f"pièce attendue au plus tard le {short_date(one.condition_deadline)}"
        rows.append(
            Row(
                who=one.case.household.code,
                what=f"rang {one.rank} : attend les refus" if one.rank else until,
                when="délai passé, à constater" if late else f"CAL du {short_date(one.cal_on)}",
                tone="late" if late else "",
                action_label="Suivre",
                action_url=reverse("allocations:presentation", args=[one.pk]),
            )
        )
    return Section("Rangs et conditions en attente", 20, rows) if rows else None


def to_notify(request: HttpRequest, today: date) -> Section | None:
    """Decided, and not yet written to the household."""
    waiting = CalPresentation.objects.visible_to(request.membership).to_notify()  # type: ignore[attr-defined]
    rows = [
        Row(
            who=one.case.household.code,
            what=f"{one.get_decision_display().lower()}, à notifier par écrit",
            when=f"CAL du {short_date(one.cal_on)}",
            tone="soon",
            action_label="Lettre et notification",
            action_url=reverse("allocations:presentation", args=[one.pk]),
        )
        for one in waiting.select_related("case__household").order_by("cal_on")
    ]
    return Section("Décisions à notifier", 6, rows) if rows else None


OFFICERS = {Role.LANDLORD_ALLOC}
SOURCES = [
    (OFFICERS, ready),
    (OFFICERS, results),
    (OFFICERS, offers),
    (OFFICERS, to_notify),
    (OFFICERS, pending),
    ({Role.ASSO_WORKER}, followed_offers),
]
