"""The quarterly individual review: the facts of the quarter, progress by theme, the household's own voice."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import F, Q

from accompaniment.models.measure import Measure
from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Event, Transmission, signed, transmit
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class QuarterReviewQuerySet(OfCaseQuerySet):
    def drafts(self) -> Self:
        return self.filter(state=QuarterReview.State.DRAFT)

    def validated(self) -> Self:
        return self.filter(state=QuarterReview.State.VALIDATED)


class QuarterReview(Stateful, CaseRecord):
    """Drafted by the referent from the facts, with the person or not; validated by the head, then frozen.

    Nothing of it leaves. An extract may: other words, by a separate act, on the person's agreement.
    """

    data_class = DataClass.SOCIAL

    class State(models.TextChoices):
        DRAFT = "draft", "Brouillon"
        VALIDATED = "validated", "Validé"

    class Perspective(models.TextChoices):
        CONTINUE = "continuer", "Continuer au même rythme"
        LIGHTEN = "alleger", "Alléger le rythme"
        REINFORCE = "renforcer", "Renforcer le rythme"
        SUSPEND = "suspendre", "Suspendre"
        END = "terminer", "Préparer la fin"

    MOVES = {State.DRAFT: frozenset({State.VALIDATED})}

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="reviews", verbose_name="mesure", editable=False)
    state = EnumField("état", choices=State, default=State.DRAFT, editable=False)
    starts_on = models.DateField("du", editable=False)
    due_on = models.DateField("échéance", editable=False)
    held_on = models.DateField("fait le", null=True, blank=True)
    with_person = models.BooleanField("fait avec la personne", null=True, blank=True)
    why_without = models.CharField("pourquoi sans elle", max_length=200, blank=True)
    facts = models.JSONField("les faits du trimestre", default=dict, encoder=DjangoJSONEncoder, editable=False)
    """Counts, dates and labels as they stood when the review was last brought up to date (`review_facts`)."""
    progress = models.JSONField("par thème", default=dict)
    person_says = models.TextField("ce que dit la personne", max_length=3000, blank=True)
    relays = models.CharField("relais sollicités", max_length=400, blank=True)
    next_steps = models.TextField("pour le trimestre à venir", max_length=2000, blank=True)
    perspective = EnumField("suite envisagée", choices=Perspective, blank=True)
    validated_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="validé par", editable=False
    )
    validated_for = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="validé au nom de",
        editable=False,
    )
    validated_on = models.DateField("validé le", null=True, editable=False)

    objects = QuarterReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan individuel"
        verbose_name_plural = "bilans individuels"
        ordering = ["-due_on"]
        constraints = [
            models.UniqueConstraint(
                name="review_once_per_deadline",
                fields=["case", "due_on"],
                violation_error_message="Ce bilan est déjà commencé : ouvrez-le depuis le dossier.",
            ),
            models.CheckConstraint(
                name="review_looks_back",
                condition=Q(due_on__gt=F("starts_on")),
                violation_error_message="Un bilan porte sur une période.",
            ),
            models.CheckConstraint(
                name="review_validated_is_whole",
                condition=Q(state="draft")
                | (
                    Q(validated_on__isnull=False, held_on__isnull=False, with_person__isnull=False)
                    & ~Q(perspective="")
                    & (Q(with_person=True) | ~Q(why_without=""))
                ),
                violation_error_message="Un bilan validé dit quand il a été fait, avec qui, et ce qu'il propose.",
            ),
        ]

    def __str__(self) -> str:
        return f"Bilan du {self.due_on:%d/%m/%Y}"

    @property
    def is_validated(self) -> bool:
        return self.state == self.State.VALIDATED

    @property
    def missing(self) -> list[str]:
        """What the head would have to send back for."""
        found = []
        if self.held_on is None:
            found.append("le jour où il a été fait")
        if self.with_person is None:
            found.append("s'il a été fait avec la personne")
        elif not self.with_person and not self.why_without.strip():
            found.append("pourquoi il a été fait sans elle")
        if self.with_person and not self.person_says.strip():
            found.append("ce que dit la personne")
        if not self.perspective:
            found.append("la perspective")
        return found

    @classmethod
    def begin(
        cls, measure: Measure, *, starts_on: date, due_on: date, facts: dict[str, Any], by: "Professional"
    ) -> "QuarterReview":
        """The draft, filled with the facts of the quarter."""
        with transaction.atomic():
            made = cls.objects.create(
                case_id=measure.case_id, measure=measure, starts_on=starts_on, due_on=due_on, facts=facts, created_by=by
            )
            Event.record(made, "review.begun", by=by, facts={"due_on": due_on})
            return made

    def write(self, *, today: date, by: "Professional", **content: Any) -> None:
        """Change the draft."""
        held = content.get("held_on")
        if held and (held > today or held < self.starts_on):
            raise MoveRefused("Le bilan se fait pendant la période ou après, et jamais à l'avance : vérifiez la date.")
        if not QuarterReview.objects.filter(pk=self.pk, state=self.State.DRAFT).update(**content):
            raise MoveRefused("Ce bilan est validé : il ne change plus.")
        for name, value in content.items():
            setattr(self, name, value)
        Event.record(self, "review.written", by=by, facts={"due_on": self.due_on})

    @property
    def validated_signed(self) -> str:
        """Who validated it, and in whose name."""
        return signed(self.validated_by, self.validated_for)

    def validate(self, *, on: date, by: "Professional", instead_of: "Professional | None" = None) -> None:
        """The head, or her delegate, answers for it; it is frozen."""
        if instead_of is not None and self.created_by_id == by.pk:
            raise MoveRefused(f"Vous avez écrit ce bilan : {instead_of} ou quelqu'un d'autre le valide.")
        if self.missing:
            raise MoveRefused("Il manque : " + " ; ".join(self.missing) + ".")
        self._move(self.State.VALIDATED, by=by, validated_by=by, validated_for=instead_of, validated_on=on)

    def send_extract(self, text: str, *, shown_on: date, on: date, by: "Professional") -> Transmission:
        """Words chosen for the landlord, shown to the person, on her agreement; none of the review's own leave."""
        if not self.is_validated:
            raise MoveRefused("Un extrait se transmet une fois le bilan validé.")
        if shown_on > on:
            raise MoveRefused("L'extrait est montré à la personne avant de partir : vérifiez la date.")
        content = {
            "title": "Point de situation",
            "starts_on": self.starts_on,
            "due_on": self.due_on,
            "text": text,
            "shown_on": shown_on,
        }
        kind = Transmission.Kind.SITUATION
        return transmit(self.case, kind=kind, content=content, recipient=self.case.agreement.landlord, on=on, by=by)


def current_follow_up(case: Case) -> Measure | None:
    """The follow-up that runs, or the last one."""
    return Measure.objects.filter(case=case, kind=Measure.Kind.FOLLOW_UP).order_by("-starts_on").first()
