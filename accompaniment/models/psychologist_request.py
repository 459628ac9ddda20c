"""« Demander un passage de la psychologue »: a reason in a list and a delay, never a diagnosis nor a sentence."""

from datetime import date, time
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q

from accompaniment.models.visit import Visit
from households.confidentiality import DataClass
from households.models import CaseRecord, Event, assign
from households.models.assignment import Assignment
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel import working_days
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from households.models import Case
    from lodabord.partners.models import Membership, Professional


class PsychologistRequestQuerySet(OfCaseQuerySet):
    def waiting(self) -> Self:
        """Nobody answered yet, and the household is still followed."""
        return self.filter(state=PsychologistRequest.State.ASKED).exclude(case__state="closed")

    def addressed_to(self, professional: "Professional") -> Self:
        return self.filter(psychologist=professional)

    def asked_by(self, membership: "Membership") -> Self:
        """Those one made, or about the households one follows."""
        me = membership.professional_id
        return self.filter(Q(created_by=me) | Q(case__referent=me) | Q(case__deputy=me))

    def to_plan_again(self) -> Self:
        """Accepted, and the meeting agreed was neither held nor put off to another day."""
        meetings = Visit.objects.filter(case=OuterRef("case"), kind=Visit.Kind.PSYCHOLOGIST)
        kept = Q(status=Visit.Status.PLANNED) | Q(status=Visit.Status.DONE, on__gte=OuterRef("asked_on"))
        accepted = self.filter(state=PsychologistRequest.State.ACCEPTED).exclude(case__state="closed")
        accepted = accepted.exclude(motive=PsychologistRequest.Motive.TEAM)
        return accepted.exclude(Exists(meetings.filter(kept)))


class PsychologistRequest(Stateful, CaseRecord):
    """From the referent to the psychologist: she comes, with a date, or she does not, with her reason."""

    data_class = DataClass.HEALTH

    class Motive(models.TextChoices):
        SUPPORT = "soutien", "Besoin d'être écouté, soutenu"
        STEP = "etape", "Une étape difficile (entrée, séparation, départ)"
        ISOLATION = "isolement", "Isolement"
        RELATIONS = "relations", "Relations avec l'entourage ou le voisinage"
        CARE = "soins", "Aller vers les soins"
        TEAM = "equipe", "Avis pour l'équipe, sans rencontrer la personne"

    class Urgency(models.TextChoices):
        TWO_DAYS = "deux_jours", "Dans les deux jours"
        WEEK = "semaine", "Dans la semaine"
        FORTNIGHT = "quinzaine", "Dans les quinze jours"

    class State(models.TextChoices):
        ASKED = "demandee", "En attente de la psychologue"
        ACCEPTED = "acceptee", "Acceptée"
        DECLINED = "declinee", "Déclinée"
        WITHDRAWN = "retiree", "Retirée"

    class Declined(models.TextChoices):
        NO_TIME = "pas_de_place", "Pas de place dans ce délai"
        TOO_EARLY = "trop_tot", "Trop tôt, à reprendre plus tard"
        OTHER_RELAY = "autre_relais", "Un autre relais convient mieux"
        FOLLOWED = "deja_suivie", "La personne est déjà suivie ailleurs"
        TALK_FIRST = "en_parler", "À reprendre d'abord ensemble, de vive voix"

    MOVES = {State.ASKED: frozenset({State.ACCEPTED, State.DECLINED, State.WITHDRAWN})}

    motive = EnumField("motif", choices=Motive)
    urgency = EnumField("délai souhaité", choices=Urgency, default=Urgency.FORTNIGHT)
    person_agrees = models.BooleanField("la personne est d'accord")
    psychologist = models.ForeignKey(
        "partners.Professional", models.PROTECT, related_name="+", verbose_name="psychologue"
    )
    asked_on = models.DateField("demandée le")
    due_on = models.DateField("réponse souhaitée au plus tard le", editable=False, db_index=True)
    state = EnumField("état", choices=State, default=State.ASKED, editable=False)
    answered_on = models.DateField("réponse le", null=True, editable=False)
    answered_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="réponse de", editable=False
    )
    meeting_on = models.DateField("passage prévu le", null=True, editable=False)
    declined = EnumField("déclinée parce que", choices=Declined, blank=True, editable=False)

    objects = PsychologistRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande de passage de la psychologue"
        verbose_name_plural = "demandes de passage de la psychologue"
        ordering = ["-asked_on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="psychologist_request_one_waiting",
                fields=["case"],
                condition=Q(state="demandee"),
                violation_error_message="Une demande attend déjà la psychologue pour ce ménage.",
            ),
            models.CheckConstraint(
                name="psychologist_request_person_agrees",
                condition=Q(person_agrees=True) | Q(motive="equipe"),
                violation_error_message="La psychologue ne rencontre une personne qu'avec son accord : demandez-le-lui, ou "
                "choisissez « Avis pour l'équipe ».",
            ),
            models.CheckConstraint(
                name="psychologist_request_declined_says_why",
                condition=(Q(state="declinee") & ~Q(declined="")) | (~Q(state="declinee") & Q(declined="")),
                violation_error_message="Une demande déclinée dit pourquoi, et elle seule.",
            ),
            models.CheckConstraint(
                name="psychologist_request_answered_after_asked",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("asked_on")),
                violation_error_message="La réponse suit la demande : vérifiez la date.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_motive_display()}, {self.get_state_display().lower()}"

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.ASKED

    # --- verbs -----------------------------------------------------------------------------------

    @classmethod
    def ask(
        cls, case: "Case", *, psychologist: "Professional", motive: str, urgency: str, person_agrees: bool, on: date,
        by: "Professional",
    ) -> "PsychologistRequest":  # fmt: skip
        """To the psychologist who already follows the household; else to this one, who from now on reads its file."""
        if case.state == case.State.CLOSED:
            raise MoveRefused("Ce dossier est clos : la psychologue n'y passe plus.")
        if not case.agreement.terms_on(on).health_data_enabled:
            raise MoveRefused(
                "La convention ne permet pas les données de santé : parlez-en à la psychologue de vive voix, rien ne s'écrit ici."
            )
        with transaction.atomic():
            if case.psychologist is None:
                assign(case, Assignment.Capacity.PSYCHOLOGIST, psychologist, on=on, by=by)
            told = {"motive": motive, "urgency": urgency, "person_agrees": person_agrees, "asked_on": on}
            made = cls.objects.create(
                case=case, psychologist=case.psychologist, due_on=answer_due(urgency, on), created_by=by, **told
            )
            Event.record(made, "psychologistrequest.asked", by=by, facts={"on": on})
            return made

    def accept(self, *, on: date, meeting_on: date, at: time | None, by: "Professional") -> Visit | None:
        """She comes that day: the visit of nature « psychologue » is planned at once. For the team's advice, no visit."""
        if meeting_on < on:
            raise MoveRefused("Ce jour est déjà passé : choisissez une date à venir.")
        with transaction.atomic():
            self._move(self.State.ACCEPTED, by=by, answered_on=on, answered_by=by, meeting_on=meeting_on)
            if self.motive == self.Motive.TEAM:
                return None
            return Visit.plan(self.case, on=meeting_on, at=at, kind=Visit.Kind.PSYCHOLOGIST, author=by)

    def decline(self, *, on: date, reason: str, by: "Professional") -> None:
        """Not this time, and why."""
        self._move(self.State.DECLINED, by=by, answered_on=on, answered_by=by, declined=reason)

    def withdraw(self, *, on: date, by: "Professional") -> None:
        """Asked for no more: by whoever asked, or follows the household."""
        if by.pk not in (self.created_by_id, self.case.referent_id, self.case.deputy_id):
            raise MoveRefused("Cette demande se retire par la personne qui l'a faite, ou qui suit le ménage.")
        self._move(self.State.WITHDRAWN, by=by, answered_on=on, answered_by=by)


ANSWER_WITHIN: dict[str, int] = {
    PsychologistRequest.Urgency.TWO_DAYS: 2,
    PsychologistRequest.Urgency.WEEK: 5,
    PsychologistRequest.Urgency.FORTNIGHT: 10,
}
"""Working days (the team's own custom: neither a law nor the agreement sets one)."""


def answer_due(urgency: str, asked_on: date) -> date:
    """Pure: the day on which the answer is late afterwards."""
    return working_days.working_days_later(asked_on, ANSWER_WITHIN[urgency])


def psychologists_of(case: "Case", today: date) -> list[Any]:
    """Who may be asked: the one who follows the household, else every psychologist of its agreement."""
    from lodabord.partners.models import Membership
    from lodabord.partners.roles import Role

    if case.psychologist is not None:
        return [case.psychologist]
    held = Membership.objects.current(today).under(case.agreement).filter(role=Role.ASSO_PSY)
    return list({one.professional_id: one.professional for one in held.select_related("professional")}.values())
