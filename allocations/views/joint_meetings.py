"""The first joint meeting (retention) and the household's answer: without a yes, no measure."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from allocations.forms.retention import HouseholdAnswerForm, JointMeetingForm
from allocations.models import JointMeeting
from allocations.people import ASSOCIATION_PRESENTERS, LANDLORD_PRESENTERS, people_of
from allocations.views.shared import by, opened
from households.access import open_or_404, roles
from households.acts import act_page
from lodabord.kernel.access import access

PRESENTERS = roles(LANDLORD_PRESENTERS | ASSOCIATION_PRESENTERS)


@access(PRESENTERS)
def hold(request: HttpRequest, pk: str) -> HttpResponse:
    """The household met both partners, or did not come."""
    case = opened(request, pk)
    today = timezone.localdate()
    planned = case.arbitrations.exclude(meeting_planned_on=None).values_list("meeting_planned_on", flat=True).first()
    form = JointMeetingForm(
        request.POST or None,
        landlord=people_of(case.agreement, LANDLORD_PRESENTERS, today),
        association=people_of(case.agreement, ASSOCIATION_PRESENTERS, today),
        initial={"on": min(planned or today, today), **_oneself(request)},
    )
    return act_page(
        request, form=form, title="Rencontre de présentation", submit="Enregistrer la rencontre",
        verb=lambda told: JointMeeting.hold(case, by=by(request), **told), back=case.get_absolute_url(), case=case,
        done="Rencontre enregistrée.",
        intro="Le ménage, le bailleur et l'association se rencontrent. L'accompagnement ne commence qu'avec son accord.",
    )  # fmt: skip


def _oneself(request: HttpRequest) -> dict[str, Any]:
    member: Any = request.membership  # type: ignore[attr-defined]
    return {f"{member.side}_present": member.professional_id}


@access(PRESENTERS)
def answer(request: HttpRequest, pk: str) -> HttpResponse:
    """The household had asked for time: it answers."""
    meeting = open_or_404(request, JointMeeting.objects.select_related("case__household", "case__agreement"), pk=pk)
    form = HouseholdAnswerForm(request.POST or None, initial={"on": timezone.localdate()})
    return act_page(
        request, form=form, title="Réponse du ménage", submit="Noter la réponse", case=meeting.case,
        verb=lambda told: meeting.answer_after_thinking(told["answer"], on=told["on"], mode=told["mode"], by=by(request)),
        back=meeting.case.get_absolute_url(), done="Réponse notée.",
    )  # fmt: skip
