"""The allocation officer's page: who is ready, what is offered, what is pending."""

from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from allocations.models import CalPresentation, Offer
from households.models import Case
from households.stages import State
from households.todo import Row, Section
from lodabord.partners.roles import Role
from lodabord.templatetags.lodabord import relative_day, short_date


def ready(request: HttpRequest, today: date) -> Section:
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


def offers(request: HttpRequest, today: date) -> Section:
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


def pending(request: HttpRequest, today: date) -> Section | None:
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


OFFICERS = {Role.LANDLORD_ALLOC}
SOURCES = [(OFFICERS, ready), (OFFICERS, offers), (OFFICERS, pending)]
