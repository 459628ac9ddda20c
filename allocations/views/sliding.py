"""The « bail glissant »: convention, examination periods, notice to the prefect, adversarial reviews."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from allocations.forms.sliding import (
    ConventionForm,
    ExtensionForm,
    PrefectNoticeForm,
    ReviewConclusionForm,
    ReviewOpinionForm,
)
from allocations.models import ExaminationPeriod, SlidingConvention, SlidingReview, Tenancy
from allocations.models.sliding_review import PARTNER_OF_ROLE
from allocations.views.shared import by
from allocations.views.tenancies import SIGNERS
from households.access import open_or_404, roles
from households.acts import act_page
from households.deadlines import months_later
from households.models import Case
from lodabord.kernel.access import access
from lodabord.templatetags.lodabord import short_date

REVIEWERS = roles(PARTNER_OF_ROLE)


def _act(request: HttpRequest, case: Case, **page: Any) -> HttpResponse:
    return act_page(request, back=case.get_absolute_url(), case=case, **page)


@access(SIGNERS)
def convention(request: HttpRequest, pk: str) -> HttpResponse:
    """The tripartite convention: from here run the examination period and the reviews."""
    records = Tenancy.objects.select_related("case__household", "case__agreement__association")
    tenancy = open_or_404(request, records, pk=pk)
    agreement = tenancy.case.agreement
    months = agreement.terms_on(timezone.localdate()).sliding_review_months
    initial = {"signed_on": tenancy.lease_signed_on, "examined_until": months_later(tenancy.starts_on, 2 * months)}
    form = ConventionForm(request.POST or None, agreement=agreement, initial=initial)
    return _act(
        request, tenancy.case, form=form, title="Convention de bail glissant", submit="Enregistrer la convention",
        verb=lambda told: SlidingConvention.sign(tenancy, by=by(request), **told),
        done="Convention enregistrée : la période d'examen et le premier examen sont datés.",
        intro=f"Un examen contradictoire tous les {months} mois (paramètre de la convention).",
    )  # fmt: skip


def _period(request: HttpRequest, pk: str) -> ExaminationPeriod:
    return open_or_404(request, ExaminationPeriod.objects.select_related("case__household", "tenancy"), pk=pk)


@access(SIGNERS)
def prefect(request: HttpRequest, pk: str) -> HttpResponse:
    """What the landlord proposes, told two months before the end of the period."""
    period = _period(request, pk)
    form = PrefectNoticeForm(request.POST or None, initial={"on": timezone.localdate()})
    return _act(
        request, period.case, form=form, title="Information du préfet", submit="Enregistrer",
        verb=lambda told: period.notify_prefect(told.pop("proposal"), by=by(request), **told),
        done="Information du préfet enregistrée.",
        intro=f"La période d'examen finit le {short_date(period.ends_on)} : le préfet est informé au plus tard le "
        f"{short_date(period.notice_due_on)} (CCH L442-8-3).",
    )  # fmt: skip


@access(SIGNERS)
def extend(request: HttpRequest, pk: str) -> HttpResponse:
    """Another period, from the day this one ends."""
    period = _period(request, pk)
    months = period.case.agreement.terms_on(timezone.localdate()).sliding_review_months
    form = ExtensionForm(request.POST or None, proposed=months_later(period.ends_on, months))
    return _act(
        request, period.case, form=form, title="Nouvelle période d'examen", submit="Enregistrer la période",
        verb=lambda told: period.extend(until=told["until"], by=by(request)), done="Nouvelle période enregistrée.",
        intro=f"Elle suit la période qui finit le {short_date(period.ends_on)}, qui reste telle quelle.",
    )  # fmt: skip


def _review(request: HttpRequest, pk: str) -> SlidingReview:
    records = SlidingReview.objects.select_related("case__household", "case__agreement", "tenancy")
    return open_or_404(request, records, pk=pk)


@access(REVIEWERS)
def opinion(request: HttpRequest, pk: str) -> HttpResponse:
    """One's own organisation's opinion."""
    review = _review(request, pk)
    form = ReviewOpinionForm(request.POST or None)
    return _act(
        request, review.case, form=form, title="Examen périodique : avis", submit="Enregistrer l'avis",
        verb=lambda told: review.give_opinion(request.membership, told["opinion"]),  # type: ignore[attr-defined]
        done="Avis enregistré.", intro="Chaque partenaire donne le sien ; le sous-locataire est entendu.",
    )  # fmt: skip


@access(REVIEWERS)
def conclude(request: HttpRequest, pk: str) -> HttpResponse:
    """Held, heard, concluded: the next one is dated."""
    review = _review(request, pk)
    form = ReviewConclusionForm(request.POST or None, initial={"on": timezone.localdate()})
    return _act(
        request, review.case, form=form, title="Examen périodique : conclusion", submit="Conclure l'examen",
        verb=lambda told: review.conclude(told.pop("conclusion"), by=by(request), **told), done="Examen conclu.",
        intro=f"Avis du bailleur : {review.get_landlord_opinion_display().lower() or 'manquant'} ; "
        f"de l'association : {review.get_association_opinion_display().lower() or 'manquant'}.",
        consequence="La conclusion ne change plus ensuite.",
    )  # fmt: skip
