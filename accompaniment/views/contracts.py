"""The contract and its amendments: drafted, signed, printed."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from accompaniment import conduct
from accompaniment.forms.contracts import AmendmentForm, ContractForm, SignatureForm
from accompaniment.forms.measure import NothingForm
from accompaniment.models import Contract
from accompaniment.models.contract import CONTENT, conditions
from accompaniment.rhythm import WORDS
from accompaniment.views.documents import document, whole
from accompaniment.views.shared import TEAM, WORKERS, by, case_act, opened
from households.access import open_or_404
from households.models import Case
from lodabord.kernel.access import access


def _versions(request: HttpRequest, case: Case) -> Any:
    return Contract.objects.visible_to(request.membership).filter(case=case)  # type: ignore[attr-defined]


@access(WORKERS)
def edit(request: HttpRequest, pk: str) -> HttpResponse:
    """The draft there is; else the contract, or an amendment that starts from what was signed last."""
    case = opened(request, pk)
    draft, last = _versions(request, case).drafts().first(), _versions(request, case).signed().first()
    amends = draft.is_amendment if draft else last is not None
    start = draft or last
    told = {name: getattr(start, name) for name in CONTENT} if start else {}
    if draft is None:
        told |= {"reason": "", "applies_from": None}
    form = (AmendmentForm if amends else ContractForm)(request.POST or None, initial=told)

    def keep(content: dict[str, Any]) -> None:
        if draft is not None:
            draft.write(by=by(request), **content)
        else:
            Contract.draft(case, by=by(request), **content)

    warned = draft is not None and draft.half_signed
    return case_act(
        request, case, form, "Avenant au contrat" if amends else "Contrat d'accompagnement", "Enregistrer le brouillon",
        keep, "Brouillon enregistré : imprimez-le, lisez-le ensemble, puis notez les signatures.",
        consequence="L'un des deux a déjà signé : si le texte change, il faudra signer de nouveau." if warned else "",
        back=reverse("accompaniment:course", args=[case.pk]) + "#contrat",
    )  # fmt: skip


@access(WORKERS)
def sign(request: HttpRequest, pk: str) -> HttpResponse:
    """Who signed and when; once both have, nothing changes any more."""
    contract = open_or_404(request, Contract.objects.select_related("case__household", "case__agreement"), pk=pk)
    case = whole(request, contract.case_id)
    contract.case = case
    today = timezone.localdate()
    initial = {
        "person_on": contract.person_signed_on or today,
        "association_on": contract.association_signed_on or today,
    }
    form = SignatureForm(request.POST or None, initial=initial)
    return case_act(
        request, case, form, f"Signatures : {contract.title.lower()}", "Noter les signatures",
        lambda told: conduct.sign_contract(contract, today=today, by=by(request), **told), "Signatures notées.",
        consequence="Une fois signé par les deux, le texte ne change plus, et le rythme des visites le suit. Ensuite, on "
        "fait un avenant.", back=reverse("accompaniment:course", args=[case.pk]) + "#contrat",
    )  # fmt: skip


@access(WORKERS)
def abandon(request: HttpRequest, pk: str) -> HttpResponse:
    """A draft that nobody will sign."""
    contract = open_or_404(request, Contract.objects.select_related("case__household", "case__agreement"), pk=pk)
    form = NothingForm(request.POST if request.method == "POST" else None)
    return case_act(
        request, contract.case, form, "Abandonner le brouillon", "Abandonner",
        lambda told: contract.abandon(by=by(request)), "Brouillon abandonné.", danger=True,
        consequence=f"Le texte de « {contract.title.lower()} » est effacé.",
        back=reverse("accompaniment:course", args=[contract.case_id]) + "#contrat",
    )  # fmt: skip


@access(TEAM)
def document_of_case(request: HttpRequest, pk: str) -> HttpResponse:
    """The draft to sign if there is one, else the version in force, else a blank contract."""
    case = opened(request, pk)
    found = _versions(request, case).first()
    return _print(whole(request, case.pk), found)


@access(TEAM)
def version(request: HttpRequest, pk: str) -> HttpResponse:
    """One version, as it was signed."""
    contract = open_or_404(request, Contract.objects.select_related("association_signed_by"), pk=pk)
    return _print(whole(request, contract.case_id), contract)


def _print(case: Case, contract: Contract | None) -> HttpResponse:
    on = (contract.signed_on if contract else None) or timezone.localdate()
    held = contract.frozen if contract and contract.frozen else conditions(case, on)
    rhythm = WORDS[contract.intensity if contract else "hebdomadaire"]
    return document(
        case, "accompaniment/documents/contract.html", "contrat", contract=contract, held=held, rhythm=rhythm
    )
