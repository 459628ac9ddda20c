"""The quarterly individual review: begun from the facts, written, validated, printed; its extract, apart."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accompaniment import reviews
from accompaniment.forms.reviews import BeginReviewForm, ExtractForm, ReviewForm
from accompaniment.models import QuarterReview, Theme
from accompaniment.models.review import current_follow_up
from accompaniment.views.documents import document, whole
from accompaniment.views.shared import TEAM, WORKERS, by, case_act, opened
from households.access import open_or_404
from households.acts import attempt
from households.stateful import MoveRefused
from households.visas import may_sign, open_to_signers, signing
from lodabord.kernel.access import access

OPENED = QuarterReview.objects.select_related(
    "case__household", "case__agreement__landlord", "validated_by", "created_by"
)


@access(WORKERS)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """Choose the deadline; the draft opens, filled with the facts."""
    case = opened(request, pk)
    today = timezone.localdate()
    measure = current_follow_up(case)
    days = reviews.open_days(measure, today) if measure else []
    form = BeginReviewForm(request.POST or None, days=days)

    def begin(told: dict[str, Any]) -> None:
        if measure is None:
            raise MoveRefused("Les bilans commencent avec l'accompagnement.")
        reviews.begin(measure, told["due_on"], today=today, by=by(request))

    upcoming = f" Le prochain tombe le {reviews.following(measure, today):%d/%m/%Y}." if measure else ""
    return case_act(
        request, case, form, "Faire un bilan individuel", "Commencer", begin, "Bilan commencé, rempli avec les faits.",
        intro="Visites, appels, intensité, suspensions, objectifs et situation du loyer sont repris des dossiers ; il vous "
        f"reste la parole de la personne, l'avancée et la perspective.{upcoming}",
        back=reverse("accompaniment:last_review", args=[case.pk]),
    )  # fmt: skip


@access(TEAM)
def last(request: HttpRequest, pk: str) -> HttpResponse:
    """The review begun last, or the household's file when there is none."""
    case = opened(request, pk)
    found = QuarterReview.objects.visible_to(request.membership).filter(case=case).order_by("-created_at").first()  # type: ignore[attr-defined]
    return redirect("accompaniment:review", found.pk) if found else redirect(case)


@access(TEAM)
def show(request: HttpRequest, pk: str) -> HttpResponse:
    """The facts, what was written, and the form while it is a draft."""
    review = open_or_404(request, OPENED, pk=pk)
    writes = WORKERS(request) and not review.is_validated
    form = ReviewForm(request.POST or None, review=review, initial=ReviewForm.initial_of(review)) if writes else None
    today = timezone.localdate()
    if request.method == "POST" and form is not None and form.is_valid():
        content = form.content()
        if attempt(
            request, lambda: review.write(today=today, by=by(request), **content), form=form, done="Enregistré."
        ):
            return redirect("accompaniment:review", review.pk)
    context = {
        "review": review, "case": review.case, "form": form, "facts": review.facts, "progress": progress_of(review),
        "may_validate": not review.is_validated and may_sign(request, review.case.agreement), "may_write": writes,
        "may_send": WORKERS(request) and review.is_validated,
    }  # fmt: skip
    return render(request, "accompaniment/review.html", context, status=422 if form and form.errors else 200)


def progress_of(review: QuarterReview) -> list[tuple[str, str]]:
    """(theme, what was written of it), in the order of the programme's list."""
    return [(Theme(code).label, review.progress[code]) for code in Theme.values if code in review.progress]


@access(WORKERS)
@require_POST
def refresh(request: HttpRequest, pk: str) -> HttpResponse:
    """The facts again, as they stand today."""
    review = open_or_404(request, OPENED, pk=pk)
    today = timezone.localdate()
    attempt(request, lambda: reviews.bring_up_to_date(review, today=today, by=by(request)), done="Faits mis à jour.")
    return redirect("accompaniment:review", review.pk)


@access(WORKERS)
@require_POST
def validate(request: HttpRequest, pk: str) -> HttpResponse:
    """The head, or her delegate, answers for it; frozen from then on."""
    open_to_signers(request)
    review = open_or_404(request, OPENED, pk=pk)

    def sign() -> None:
        visa = signing(request, review.case.agreement)
        review.validate(on=timezone.localdate(), by=by(request), instead_of=visa.instead_of)

    attempt(request, sign, done="Bilan validé : il ne change plus.")
    return redirect("accompaniment:review", review.pk)


@access(TEAM)
def print_it(request: HttpRequest, pk: str) -> HttpResponse:
    """As PDF, between the association and the person."""
    review = open_or_404(request, OPENED, pk=pk)
    case = whole(request, review.case_id)
    context = {"review": review, "facts": review.facts, "progress": progress_of(review)}
    return document(case, "accompaniment/documents/quarter_review.html", f"bilan-{review.due_on:%Y-%m-%d}", **context)


@access(WORKERS)
def extract(request: HttpRequest, pk: str) -> HttpResponse:
    """A separate act, other words, the person's agreement."""
    review = open_or_404(request, OPENED, pk=pk)
    today = timezone.localdate()
    form = ExtractForm(request.POST or None, initial={"shown_on": today, "on": today})
    return case_act(
        request, review.case, form, "Point de situation pour le bailleur", "Transmettre",
        lambda told: review.send_extract(told["text"], shown_on=told["shown_on"], on=told["on"], by=by(request)),
        "Point de situation transmis et inscrit au registre.",
        intro="Ce texte part seul : rien du bilan ne l'accompagne. Il faut l'accord de la personne « Faire un point de "
        "situation avec le bailleur », et le lui montrer avant.",
        consequence=f"{review.case.agreement.landlord} lira ce texte, figé, avec sa date.",
        back=reverse("accompaniment:review", args=[review.pk]),
    )  # fmt: skip
