"""« Demande au bailleur »: what the association asks the landlord about the dwelling or the lease, and nothing else."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models, transaction
from django.db.models import F, Q

from allocations.models.tenancy import Tenancy
from households.confidentiality import READERS, DataClass
from households.models import Case, CaseRecord, Event, Transmission, transmit
from households.stateful import MoveRefused, Stateful
from households.visibility import OfCaseQuerySet, dwelling_rule
from lodabord.kernel import working_days
from lodabord.kernel.fields import EnumField
from lodabord.partners.models import Agency, Agreement
from lodabord.partners.roles import Role

if TYPE_CHECKING:
    from lodabord.partners.models import Membership, Professional

LONGEST = 400
"""Characters: a fact and what is expected, not a story."""


class LandlordRequestQuerySet(OfCaseQuerySet):
    """Like any record of a case, except for the customer officer: she sees those of her agency, not the case."""

    def visible_to(self, membership: "Membership | None") -> Self:
        if membership is None or membership.role != Role.LANDLORD_CLIENT:
            return super().visible_to(membership)
        if membership.agency_id is None:
            return self.none()
        agreements = [one.pk for one in membership.agreements]
        return self.filter(agency_rule(membership.agency_id), agreement__in=agreements)

    def open(self) -> Self:
        return self.filter(state__in=[LandlordRequest.State.SENT, LandlordRequest.State.TAKEN])

    def answered(self) -> Self:
        return self.filter(state__in=[LandlordRequest.State.DONE, LandlordRequest.State.REFUSED])


def agency_rule(agency: Any, prefix: str = "") -> Q:
    """Addressed to that agency, and not withheld by reinforced confidentiality."""
    told = {"addressee": LandlordRequest.Addressee.AGENCY, "agency": agency, "withheld": False}
    return Q(**{f"{prefix}{name}": value for name, value in told.items()})


class LandlordRequest(Stateful, CaseRecord):
    """A short typed request. Its text is read by the landlord and never changes once sent."""

    data_class = DataClass.DAILY

    class Kind(models.TextChoices):
        BREAKDOWN = "panne", "Panne"
        WATER = "degat_des_eaux", "Dégât des eaux"
        SAFETY = "securite", "Sécurité du logement"
        RECEIPT = "quittance", "Quittance ou attestation de loyer"
        HOUSING_BENEFIT = "apl", "APL (attestation, versement)"
        INVENTORY = "etat_des_lieux", "Rendez-vous d'état des lieux"
        INSTALMENTS = "echeancier", "Échéancier de paiement"
        OTHER = "autre", "Autre demande sur le logement ou le bail"

    class Addressee(models.TextChoices):
        AGENCY = "agence", "L'agence du logement"
        SOCIAL = "pole_social", "Le pôle social"

    class State(models.TextChoices):
        SENT = "envoyee", "Envoyée"
        TAKEN = "prise_en_charge", "Prise en charge"
        DONE = "faite", "Faite"
        REFUSED = "refusee", "Refusée"

    MOVES = {
        State.SENT: frozenset({State.TAKEN, State.DONE, State.REFUSED}),
        State.TAKEN: frozenset({State.DONE, State.REFUSED}),
    }

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="+", verbose_name="convention")
    household_code = models.CharField("code du ménage", max_length=20, editable=False)
    kind = EnumField("objet", choices=Kind)
    text = models.CharField("demande", max_length=LONGEST)
    addressee = EnumField("adressée à", choices=Addressee)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="agence")
    withheld = models.BooleanField("retenue par la confidentialité renforcée", default=False, editable=False)
    """Kept equal to `Case.reinforced` by the database: the agency's officers cannot read the case to know."""
    transmission = models.OneToOneField(
        Transmission, models.PROTECT, related_name="landlord_request", verbose_name="inscription au registre"
    )
    state = EnumField("état", choices=State, default=State.SENT, editable=False)
    sent_on = models.DateField("envoyée le")
    due_on = models.DateField("réponse attendue au plus tard le", editable=False, db_index=True)
    taken_on = models.DateField("prise en charge le", null=True, editable=False)
    answered_on = models.DateField("réponse du", null=True, editable=False)
    answered_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="réponse par", editable=False
    )
    answer = models.CharField("réponse du bailleur", max_length=200, blank=True, editable=False)

    objects = LandlordRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "demande au bailleur"
        verbose_name_plural = "demandes au bailleur"
        ordering = ["-sent_on", "-created_at"]
        constraints = [
            models.CheckConstraint(
                name="landlord_request_to_a_known_agency",
                condition=~Q(addressee="agence") | Q(agency__isnull=False),
                violation_error_message="Une demande à l'agence nomme l'agence.",
            ),
            models.CheckConstraint(
                name="landlord_request_says_something",
                condition=~Q(text=""),
                violation_error_message="Une demande dit ce qui est attendu.",
            ),
            models.CheckConstraint(
                name="landlord_request_refused_with_a_reason",
                condition=~Q(state="refusee") | ~Q(answer=""),
                violation_error_message="Un refus indique son motif.",
            ),
            models.CheckConstraint(
                name="landlord_request_answered_with_its_date",
                condition=Q(state__in=["envoyee", "prise_en_charge"], answered_on__isnull=True)
                | Q(state__in=["faite", "refusee"], answered_on__gte=F("sent_on")),
                violation_error_message="Une réponse porte sa date, qui suit l'envoi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.household_code})"

    @classmethod
    def send(
        cls, case: Case, *, kind: str, text: str, addressee: str, on: date, by: "Professional"
    ) -> "LandlordRequest":
        """Enters the register of transmissions on the person's agreement, then reaches whom it is addressed to."""
        lease = Tenancy.objects.filter(case=case).running(on).select_related("dwelling").order_by("starts_on").first()
        place = lease.dwelling if lease else None
        agency = cls._agency(case, addressee, place)
        with transaction.atomic():
            identifier = uuid.uuid4()
            sent = cls(
                pk=identifier, case=case, agreement_id=case.agreement_id, household_code=case.household.code, kind=kind,
                text=text.strip(), addressee=addressee, agency=agency, withheld=case.reinforced, sent_on=on,
                created_by=by,
            )  # fmt: skip
            sent.due_on = working_days.working_days_later(on, case.agreement.terms_on(on).landlord_answer_days)
            register = {"demande": str(identifier), "objet": kind, "destinataire": addressee}
            sent.transmission = transmit(
                case, kind=Transmission.Kind.LANDLORD_REQUEST, content=register, recipient=case.agreement.landlord,
                on=on, by=by,
            )  # fmt: skip
            sent.save(force_insert=True)
            if place is not None:
                RequestPlace.objects.create(
                    case=case, request=sent, reference=place.reference, address=place.address, commune=place.commune,
                    created_by=by,
                )  # fmt: skip
            Event.record(sent, "landlordrequest.sent", by=by, facts={"kind": kind, "to": addressee, "on": on})
            return sent

    @classmethod
    def _agency(cls, case: Case, addressee: str, place: Any) -> Agency | None:
        if addressee != cls.Addressee.AGENCY:
            return None
        if case.reinforced:
            raise MoveRefused("Confidentialité renforcée : adressez la demande au pôle social, pas à l'agence.")
        if place is None or place.agency_id is None:
            raise MoveRefused("L'agence de ce logement n'est pas connue : adressez la demande au pôle social.")
        return place.agency

    def take(self, *, on: date, by: "Professional") -> None:
        """Somebody of the landlord's deals with it."""
        self._move(self.State.TAKEN, by=by, taken_on=on)

    def complete(self, *, on: date, by: "Professional", answer: str = "") -> None:
        self._move_with(self.State.DONE, on=on, by=by, answer=answer)

    def refuse(self, *, on: date, by: "Professional", reason: str) -> None:
        if not reason.strip():
            raise MoveRefused("Un refus indique son motif : l'association le lira.")
        self._move_with(self.State.REFUSED, on=on, by=by, answer=reason)

    def _move_with(self, state: str, *, on: date, by: "Professional", answer: str) -> None:
        """The journal keeps dates and codes: the answer itself stays on the request."""
        with transaction.atomic():
            LandlordRequest.objects.filter(pk=self.pk, state=self.state).update(answer=answer.strip())
            self._move(state, by=by, answered_on=on, answered_by=by)
            self.answer = answer.strip()


class RequestPlaceQuerySet(OfCaseQuerySet):
    def visible_to(self, membership: "Membership | None") -> Self:
        if membership is None or membership.role not in READERS[DataClass.DAILY]:
            return self.none()
        if membership.role == Role.LANDLORD_CLIENT:
            return self.filter(request__in=LandlordRequest.objects.visible_to(membership).values("pk"))
        return super().visible_to(membership).filter(dwelling_rule(membership, "case__"))


class RequestPlace(CaseRecord):
    """Where to go for a request: enough for the agency to act without opening the household's file."""

    data_class = DataClass.DAILY
    tells_where = True

    request = models.OneToOneField(
        LandlordRequest, models.PROTECT, related_name="place", verbose_name="demande au bailleur"
    )
    reference = models.CharField("référence du logement", max_length=40)
    address = models.CharField("adresse", max_length=200, blank=True)
    commune = models.CharField("commune", max_length=80, blank=True)

    objects = RequestPlaceQuerySet.as_manager()

    class Meta:
        verbose_name = "lieu d'une demande"
        verbose_name_plural = "lieux des demandes"

    def __str__(self) -> str:
        return self.reference
