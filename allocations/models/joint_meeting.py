"""The first joint meeting (retention): landlord, association and household together, and what the household answers."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.db.models import F, Q

from households.confidentiality import DataClass
from households.models import Case, CaseRecord, Consent, Event
from households.models.case import ClosingReason
from households.models.referral import ConsentMode
from households.stateful import MoveRefused
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Professional


class JointMeetingQuerySet(OfCaseQuerySet):
    def awaiting_answer(self) -> "JointMeetingQuerySet":
        """The household asked for time to think."""
        return self.filter(answer=JointMeeting.Answer.THINKING, case__state=Case.State.JOINT_MEETING)

    def adhesion_of(self, case: Case) -> date | None:
        """The day the household agreed to be accompanied, if it did."""
        agreed = self.filter(case=case, answer=JointMeeting.Answer.YES).order_by("-answered_on")
        return agreed.values_list("answered_on", flat=True).first()


class JointMeeting(CaseRecord):
    """Who came, and the household's answer. Without a yes, no measure (sheet 02 §2.2)."""

    data_class = DataClass.PROCESS
    writers = frozenset({Role.ASSO_WORKER, Role.ASSO_HEAD, Role.LANDLORD_SOCIAL, Role.LANDLORD_PILOT})

    class Answer(models.TextChoices):
        YES = "yes", "D'accord pour être accompagné"
        THINKING = "thinking", "Veut réfléchir"
        NO = "no", "Ne souhaite pas être accompagné"
        ABSENT = "absent", "Le ménage n'est pas venu"

    case = models.ForeignKey(Case, models.PROTECT, related_name="joint_meetings", verbose_name="dossier")
    on = models.DateField("rencontre du")
    landlord_present = models.ForeignKey(
        "partners.Professional",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="pour le bailleur",
    )
    association_present = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="pour l'association",
    )  # fmt: skip
    others_present = models.CharField("autres présents", max_length=120, blank=True)
    answer = EnumField("réponse du ménage", choices=Answer)
    answered_on = models.DateField("réponse du", null=True, blank=True)
    think_until = models.DateField("réfléchit jusqu'au", null=True, blank=True)
    mode = EnumField("forme de l'accord", choices=ConsentMode, blank=True)

    objects = JointMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "rencontre de présentation"
        verbose_name_plural = "rencontres de présentation"
        ordering = ["-on", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                name="joint_meeting_once_a_day",
                fields=["case", "on"],
                violation_error_message="Une rencontre est déjà notée ce jour-là.",
            ),
            models.CheckConstraint(
                name="joint_meeting_yes_with_its_date_and_mode",
                condition=~Q(answer="yes") | (Q(answered_on__isnull=False) & ~Q(mode="")),
                violation_error_message="L'accord du ménage porte sa date et sa forme, écrite ou orale.",
            ),
            models.CheckConstraint(
                name="joint_meeting_thinks_until_a_date",
                condition=~Q(answer="thinking") | Q(think_until__isnull=False, think_until__gte=F("on")),
                violation_error_message="Indiquez jusqu'à quand le ménage veut réfléchir.",
            ),
            models.CheckConstraint(
                name="joint_meeting_answer_not_before",
                condition=Q(answered_on__isnull=True) | Q(answered_on__gte=F("on")),
                violation_error_message="La réponse du ménage ne peut précéder la rencontre.",
            ),
        ]

    def __str__(self) -> str:
        return f"Rencontre du {self.on:%d/%m/%Y}"

    @classmethod
    def hold(cls, case: Case, *, on: date, answer: str, by: "Professional", **facts: Any) -> "JointMeeting":
        """The meeting took place; the case moves if the household was there, and closes if it says no."""
        came = answer != cls.Answer.ABSENT
        if case.state != Case.State.ACCEPTED_WAITING:
            raise MoveRefused("La rencontre de présentation suit l'arbitrage : ce dossier n'attend pas de rencontre.")
        with transaction.atomic():
            answered_on = on if answer in (cls.Answer.YES, cls.Answer.NO) else None
            facts["mode"] = facts.get("mode", "") if answer == cls.Answer.YES else ""
            facts["think_until"] = facts.get("think_until") if answer == cls.Answer.THINKING else None
            meeting = cls.objects.create(
                case=case, on=on, answer=answer, answered_on=answered_on, created_by=by, **facts
            )
            Event.record(meeting, "jointmeeting.held", by=by, facts={"on": on, "answer": answer})
            if came:
                case.meet_household(on=on, household_came=came, by=by)
                meeting._conclude(on=on, by=by)
            return meeting

    def answer_after_thinking(self, answer: str, *, on: date, mode: str, by: "Professional") -> None:
        """The household, who had asked for time, answers. Of two people noting it, one does."""
        if answer not in (self.Answer.YES, self.Answer.NO):
            raise MoveRefused("Notez un oui ou un non ; sans réponse, le ménage réfléchit encore.")
        told = {"answer": answer, "answered_on": on, "mode": mode if answer == self.Answer.YES else ""}
        with transaction.atomic():
            thinking = JointMeeting.objects.filter(pk=self.pk, answer=self.Answer.THINKING)
            if not thinking.update(**told):
                raise MoveRefused("La réponse du ménage est déjà notée. Rechargez la page.")
            for name, value in told.items():
                setattr(self, name, value)
            Event.record(self, "jointmeeting.answered", by=by, facts={"on": on, "answer": answer})
            self._conclude(on=on, by=by)

    def _conclude(self, *, on: date, by: "Professional") -> None:
        """A yes is the person's agreement; a no closes the candidature, without any consequence on the lease."""
        if self.answer == self.Answer.YES:
            consent = Consent.objects.create(
                case=self.case, purpose=Consent.Purpose.JOIN, given_on=on, mode=self.mode, created_by=by
            )
            Event.record(consent, "consent.given", by=by, facts={"purpose": consent.purpose, "on": on})
        elif self.answer == self.Answer.NO:
            self.case.classify(on=on, reason=ClosingReason.HOUSEHOLD_REFUSED, by=by)
