"""« Reprendre un dossier en cours »."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accompaniment.forms.takeover import TakeOverForm
from accompaniment.takeover import STAGES, take_over
from accompaniment.views.shared import WORKERS, by
from households.acts import act_page
from lodabord.kernel.access import access
from lodabord.partners.current import current_agreement

HOLDER = ("civility", "first_name", "last_name", "phone")


@access(WORKERS)
def create(request: HttpRequest) -> HttpResponse:
    """One form, with the past dates that are known."""
    agreement = current_agreement(request)
    stages = [(stage.value, f"{track.label} — {stage.label}") for track, found in STAGES.items() for stage in found]
    form = TakeOverForm(request.POST or None, stages=list(dict.fromkeys(stages)))

    def take(told: dict[str, Any]) -> None:
        take_over(
            agreement, track=told["track"], stage=told["stage"], holder={name: told[name] for name in HOLDER},
            dependants=told["dependants"], dates={name: told[name] for name in TakeOverForm.DATES},
            order_exception=told["order_exception"], by=by(request),
        )  # fmt: skip

    return act_page(
        request, form=form, title="Reprendre un dossier en cours", submit="Reprendre le dossier", verb=take, private=True,
        back=reverse("households:cases"), done="Dossier repris. Confiez-le maintenant à un référent.",
        intro="Pour un ménage déjà accompagné avant ce logiciel. Seules les dates connues sont demandées.",
    )  # fmt: skip
