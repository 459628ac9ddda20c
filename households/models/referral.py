"""How a household arrives on the access track: a partner refers it. The retention track's way in is `models.report`."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import Q

from households.confidentiality import DataClass
from households.models.case import Case
from households.models.event import Event
from households.models.household import Household, Person, ResidentialSituation, register_household
from households.models.record import CaseRecord
from households.stages import FIRST, Track
from households.visibility import OfCaseQuerySet
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agreement, Organisation, PrescriberType
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional


class ConsentMode(models.TextChoices):
    """How the person gave agreement."""

    WRITTEN = "written", "Écrit"
    ORAL = "oral", "Oral, tracé ici"


class ReferralQuerySet(OfCaseQuerySet):
    """A prescriber sees the referrals it wrote itself, whatever became of them."""

    def visible_to(self, membership: "Membership | None") -> Self:
        if membership is not None and membership.role == Role.PRESCRIBER:
            return self.filter(case__referred_by_id=membership.professional_id)
        return super().visible_to(membership)


class Referral(CaseRecord):
    """A partner of the network refers a household (R-14)."""

    data_class = DataClass.REFERRAL

    class Channel(models.TextChoices):
        FORM = "form", "Formulaire en ligne"
        PHONE = "phone", "Téléphone"
        MAIL = "mail", "Courriel ou courrier"
        MEETING = "meeting", "Rencontre"

    case = models.OneToOneField(Case, models.PROTECT, related_name="referral", verbose_name="dossier")
    prescriber = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="referrals", verbose_name="prescripteur"
    )
    prescriber_type = models.ForeignKey(
        PrescriberType, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="type de prescripteur"
    )
    contact_name = models.CharField("professionnel à joindre", max_length=120, blank=True)
    contact_phone = models.CharField("son téléphone", max_length=20, blank=True)
    referred_on = models.DateField("orientation du")
    channel = EnumField("reçue par", choices=Channel, default=Channel.FORM)
    reason = models.TextField("pourquoi cette orientation", max_length=1000, blank=True)
    person_agreed_on = models.DateField("accord de la personne le", null=True, blank=True)
    agreement_mode = EnumField("forme de l'accord", choices=ConsentMode, blank=True)
    urgent = models.BooleanField("situation urgente", default=False)
    siao_ref = models.CharField("numéro SI SIAO", max_length=40, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = "orientation"
        verbose_name_plural = "orientations"
        ordering = ["-referred_on"]
        constraints = [
            models.CheckConstraint(
                name="referral_with_the_persons_agreement",
                condition=Q(person_agreed_on__isnull=False) | Q(taken_over=True),
                violation_error_message="Une orientation se fait avec l'accord de la personne : indiquez sa date.",
            )
        ]

    def __str__(self) -> str:
        return f"Orientation de {self.case.household.code}"


def new_case(agreement: Agreement, track: str, household: Household, opened_on: date, **openings: Any) -> Case:
    """The only way a case is born, apart from one taken over."""
    reinforced = agreement.programme.reinforced
    return Case.objects.create(
        agreement=agreement,
        track=track,
        household=household,
        opened_on=opened_on,
        stage_since=opened_on,
        reinforced=reinforced,
        state=FIRST[Track(track)],
        **openings,
    )


def receive_referral(
    agreement: Agreement,
    *,
    household: dict[str, Any],
    holder: dict[str, Any],
    situation: str,
    referral: dict[str, Any],
    by: "Professional",
    from_prescriber: bool,
) -> Referral:
    """A household is referred: it gets a code, a case and its referral, together or not at all."""
    on = referral["referred_on"]
    with transaction.atomic():
        newcomer = register_household(track=Track.ACCESS, on_year=on.year, by=by, **household)
        case = new_case(agreement, Track.ACCESS, newcomer, on, referred_by=by if from_prescriber else None)
        Person.objects.create(household=newcomer, role=Person.Role.HOLDER, **holder)
        if situation:
            ResidentialSituation.objects.create(household=newcomer, kind=situation, since=on, at_entry=True)
        received = Referral.objects.create(case=case, created_by=by, **referral)
        Event.record(received, "referral.received", by=by, facts={"on": on})
        return received
