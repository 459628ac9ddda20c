"""After the session: correct a decision, tell the person, answer the prescriber."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from allocations.answers import proposed_alternative, proposed_outcome, proposed_text
from allocations.forms.precal import AnswerForm, RectificationForm
from allocations.forms.sessions import InformedForm
from allocations.models import PreCalDecision, PreCalRectification
from allocations.models.entry_decision import EntryDecision
from allocations.views.precal_shared import item_of, page_of
from allocations.views.shared import ORGANISERS, PROPOSERS, by
from households.access import open_or_404
from households.acts import act_page, attempt
from households.models import PrescriberAnswer
from households.visas import SIGNERS, open_to_signers
from lodabord.kernel.access import access


def _decision(request: HttpRequest, pk: str) -> PreCalDecision:
    decisions = PreCalDecision.objects.select_related("item__meeting__agreement", "case__household", "reason")
    return open_or_404(request, decisions.prefetch_related("rectifications"), pk=pk)


def _rectification(request: HttpRequest, pk: str) -> PreCalRectification:
    found = PreCalRectification.objects.select_related("decision__item__meeting__agreement", "case__household")
    return open_or_404(request, found, pk=pk)


@access(ORGANISERS)
def rectify(request: HttpRequest, pk: str) -> HttpResponse:
    """Write a correction: what changes and why. It waits for both visas."""
    decision = _decision(request, pk)
    standing = decision.in_force
    before = {name: getattr(standing, name) for name in EntryDecision.CONTENT}
    form = RectificationForm(request.POST or None, initial=before, today=timezone.localdate())

    def write(told: dict[str, Any]) -> None:
        PreCalRectification.open(decision, why=told["why"], by=by(request), at=timezone.now(), **form.content())

    return act_page(
        request, form=form, title=f"Rectifier la décision pour {decision.case.household.code}", submit="Écrire la rectification",
        verb=write, back=page_of(decision.session), case=decision.case,
        done="Rectification écrite. Elle prend effet avec les deux visas.",
        intro=f"Décision en vigueur : {standing.told}, séance du {decision.session_on:%d/%m/%Y}. La décision d'origine reste "
        "au relevé ; la rectification s'y ajoute, datée, avec son motif.",
    )  # fmt: skip


@access(SIGNERS)
@require_POST
def rectification_visa(request: HttpRequest, pk: str) -> HttpResponse:
    """One partner's visa on a correction, in one's own name or by delegation."""
    open_to_signers(request)
    rectification = _rectification(request, pk)
    member: Any = request.membership  # type: ignore[attr-defined]
    attempt(
        request, lambda: rectification.give_visa(member, at=timezone.now()), done="Visa donné sur la rectification."
    )
    return redirect(page_of(rectification.session))


@access(ORGANISERS)
@require_POST
def abandon(request: HttpRequest, pk: str) -> HttpResponse:
    """Give the correction up."""
    rectification = _rectification(request, pk)
    attempt(
        request,
        lambda: rectification.abandon(at=timezone.now(), by=by(request)),
        done="Rectification abandonnée : la décision reste en vigueur.",
    )
    return redirect(page_of(rectification.session))


@access(PROPOSERS)
def inform(request: HttpRequest, pk: str) -> HttpResponse:
    """The person was told, and when."""
    decision = _decision(request, pk).in_force
    form = InformedForm(request.POST or None, initial={"on": decision.person_informed_on or timezone.localdate()})
    return act_page(
        request, form=form, title=f"{decision.case.household.code} : personne informée", submit="Enregistrer la date",
        verb=lambda told: decision.inform_person(on=told["on"], by=by(request)), case=decision.case,
        done="Date enregistrée.", back=page_of(decision.session),
    )  # fmt: skip


@access(PROPOSERS)
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """Tell the prescriber what was decided, in words meant for them."""
    item = item_of(request, pk)
    decision = item.in_force
    if decision is None or decision.effective_at is None:
        return redirect(page_of(item.meeting))
    form = AnswerForm(
        request.POST or None,
        initial={
            "outcome": proposed_outcome(decision),
            "reason": proposed_text(decision),
            "alternative": proposed_alternative(decision),
        },
    )

    def give(told: dict[str, Any]) -> None:
        PrescriberAnswer.give(item.case, on=timezone.localdate(), by=by(request), about=decision.pk, **told)

    return act_page(
        request, form=form, title=f"Réponse au prescripteur pour {item.case.household.code}", submit="Répondre", verb=give,
        back=page_of(item.meeting), case=item.case, done="Réponse enregistrée : le prescripteur la lit sur « Mes orientations ».",
        intro="Relisez ce texte avant de l'enregistrer : il ne se modifie plus. Ni conditions, ni échanges de la séance.",
    )  # fmt: skip
