"""Reinforced confidentiality: set by anyone of the team, named and lifted by those who know where the household lives."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from households.access import roles
from households.acts import act_page
from households.forms import ContactForm, LiftingForm, ReinforcementForm
from households.models import reinforcement
from households.views.shared import by, opened
from lodabord.kernel.access import access
from lodabord.partners.roles import Role

WORKERS = roles({Role.ASSO_HEAD, Role.ASSO_WORKER})
WHO_STILL_KNOWS = (
    "L'adresse et le logement ne seront lus que de son référent, de son suppléant, de la cheffe de service et de la "
    "personne nommée chez le bailleur. Les autres pages ne les diront plus à personne, dès maintenant."
)


@access(WORKERS)
def create(request: HttpRequest, pk: str) -> HttpResponse:
    """Hide where the household lives from everyone but a few; once done, name somebody else at the landlord's."""
    case, today = opened(request, pk), timezone.localdate()
    told: dict[str, Any] = {"agreement": case.agreement, "today": today}
    if case.reinforced:
        form: Any = ContactForm(request.POST or None, initial={"landlord_contact": case.landlord_contact_id}, **told)
        return act_page(
            request, form=form, title="Interlocuteur nommé chez le bailleur", submit="Enregistrer", private=True, case=case,
            verb=lambda told: reinforcement.name_contact(case, told["landlord_contact"], on=today, by=by(request)),
            back=case.get_absolute_url(), done="Interlocuteur enregistré.",
            consequence="La personne nommée jusqu'ici ne lira plus où vit le ménage.",
        )  # fmt: skip
    form = ReinforcementForm(request.POST or None, **told)
    return act_page(
        request, form=form, title="Renforcer la confidentialité", submit="Renforcer la confidentialité", private=True,
        verb=lambda told: reinforcement.reinforce(
            case, contact=told["landlord_contact"], reason=told["reason"], on=today, by=by(request)
        ),
        back=case.get_absolute_url(), case=case, done="Confidentialité renforcée.", consequence=WHO_STILL_KNOWS,
    )  # fmt: skip


@access(WORKERS)
def lift(request: HttpRequest, pk: str) -> HttpResponse:
    """The household is again read as any other."""
    case = opened(request, pk)
    form = LiftingForm(request.POST or None)
    return act_page(
        request, form=form, title="Lever la confidentialité renforcée", submit="Lever la confidentialité", private=True,
        verb=lambda told: reinforcement.lift(case, reason=told["reason"], on=timezone.localdate(), by=by(request)),
        back=case.get_absolute_url(), case=case, done="Confidentialité levée.", danger=True,
        consequence="Toute l'équipe et les services du bailleur liront de nouveau où vit le ménage.",
    )  # fmt: skip
