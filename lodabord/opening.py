"""How an operator opens the house: a new agreement with its partners, then each person by invitation."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify

from allocations.grid import first_grid
from lodabord.partners.models import (
    Agency,
    Agreement,
    Membership,
    Organisation,
    Professional,
    Programme,
    Terms,
    Territory,
)
from lodabord.partners.roles import ASSOCIATION, Role

FIRST_PROGRAMME = "Logement d'abord"
HUNDRED = Decimal(100)
Kind = Organisation.Kind
KIND_OF_SIDE = {"association": Kind.ASSOCIATION, "landlord": Kind.LANDLORD, "prescriber": Kind.PRESCRIBER}


@dataclass(frozen=True)
class NewAgreement:
    """What the operator typed to open an agreement."""

    code: str
    landlord: str
    association: str
    territory: str
    start: date
    access_places: int
    retention_places: int
    budget: int
    shares: dict[str, Decimal]

    def errors(self) -> list[str]:
        """Everything wrong at once, in French; empty when the agreement may be opened."""
        told = _blank_names(self)
        try:
            validate_slug(self.code)
        except ValidationError:
            told.append(f"« {self.code} » : un code ne contient que des lettres, des chiffres et des tirets.")
        if Agreement.objects.filter(code__iexact=self.code).exists():
            told.append(f"Une convention porte déjà le code « {self.code} ».")
        if self.landlord.casefold() == self.association.casefold():
            told.append("Le bailleur et l'association sont deux organismes différents.")
        if min(self.access_places, self.retention_places) < 0 or self.access_places + self.retention_places == 0:
            told.append("Indiquez au moins une place, en accès ou en maintien ; jamais de nombre négatif.")
        if self.shares and sum(self.shares.values()) != HUNDRED:
            told.append(f"Les parts d'une année totalisent exactement 100 % : ici {sum(self.shares.values())} %.")
        if self.budget < 0 or any(not 0 < share <= HUNDRED for share in self.shares.values()):
            told.append("Un budget et une part sont positifs, et une part ne dépasse pas 100 %.")
        return told

    def open(self) -> Agreement:
        """Create it with its parameters, its first grid and, when shares are told, its funding plan."""
        with transaction.atomic():
            agreement = Agreement.objects.create(
                code=self.code,
                programme=Programme.objects.order_by("name").first() or Programme.objects.create(name=FIRST_PROGRAMME),
                landlord=_organisation(Kind.LANDLORD, self.landlord),
                association=_organisation(Kind.ASSOCIATION, self.association),
                territory=_territory(self.territory),
                starts_on=self.start,
            )
            Terms.objects.create(
                agreement=agreement,
                applies_from=self.start,
                capacity_access=self.access_places,
                capacity_retention=self.retention_places,
            )
            first_grid(agreement, self.start)
            if self.shares:
                shares = {_funder(agreement, name): share for name, share in self.shares.items()}
                agreement.plan_funding(year=self.start.year, budget=self.budget, shares=shares)
            return agreement


def _blank_names(told: NewAgreement) -> list[str]:
    names = {"bailleur": told.landlord, "association": told.association, "territoire": told.territory}
    return [f"Indiquez le nom : {what}." for what, name in names.items() if not name.strip()]


def _organisation(kind: str, name: str) -> Organisation:
    return Organisation.objects.get_or_create(kind=kind, name=name.strip())[0]


def _territory(name: str) -> Territory:
    known = Territory.objects.filter(name=name.strip()).first()
    return known or Territory.objects.create(code=slugify(name).upper()[:20], name=name.strip())


def _funder(agreement: Agreement, name: str) -> Organisation:
    """A known organisation of that name; else a service of the State, which the parameters can change."""
    if name == agreement.landlord.name:
        return agreement.landlord
    known = Organisation.objects.filter(name=name).order_by("kind").first()
    return known or _organisation(Kind.STATE, name)


def read_share(told: str) -> tuple[str, Decimal]:
    """`FUNDER=PERCENT`. Raises ValueError with its sentence."""
    name, _, percent = told.rpartition("=")
    try:
        return name.strip(), Decimal(percent.replace(",", "."))
    except InvalidOperation:
        raise ValueError(f"« {told} » : écrivez « financeur=pourcentage », par exemple « État=40 ».") from None


@dataclass(frozen=True)
class Invitation:
    """What the operator typed to invite somebody."""

    email: str
    role: str
    agreement: str
    organisation: str
    agency: str
    today: date

    def errors(self) -> list[str]:
        """Everything wrong at once, in French."""
        told = []
        try:
            validate_email(self.email)
        except ValidationError:
            told.append(f"« {self.email} » n'est pas une adresse électronique.")
        if self.role not in Role.values:
            told.append(f"Rôle inconnu « {self.role} ». Rôles possibles : {', '.join(Role.values)}.")
        agreement = Agreement.objects.filter(code=self.agreement).first()
        if agreement is None:
            told.append(f"Aucune convention ne porte le code « {self.agreement} ».")
        if self.role in (Role.FUNDER, Role.PRESCRIBER) and not self.organisation:
            told.append("Indiquez l'organisme (--organisation) pour un financeur ou un prescripteur.")
        return told or self._place_errors(agreement)

    def _place_errors(self, agreement: Agreement | None) -> list[str]:
        told = []
        if self.organisation and self.role != Role.PRESCRIBER and not self._known_organisations():
            told.append(f"Aucun organisme ne s'appelle « {self.organisation} » : créez-le d'abord dans les paramètres.")
        expected = KIND_OF_SIDE.get(Role(self.role).side)
        if expected and any(one.kind != expected for one in self._known_organisations()[:1]):
            told.append(f"« {self.organisation} » n'est pas du côté de ce rôle ({Role(self.role).label}).")
        if agreement and self.agency and not self._agencies(agreement):
            told.append(f"Le bailleur n'a pas d'agence « {self.agency} ».")
        if not told and agreement and self._standing(agreement, self._place(agreement)):
            told.append("Cette personne a déjà cette habilitation.")
        return told

    def accept(self) -> tuple[Professional, bool]:
        """The account, created when there is none, and its membership. Whether it must still choose a password."""
        agreement = Agreement.objects.get(code=self.agreement)
        with transaction.atomic():
            person = Professional.objects.filter(email__iexact=self.email).first()
            person = person or Professional.objects.create_user(self.email, first_name=_first_name(self.email))
            Membership.objects.create(
                professional=person,
                organisation=self._place(agreement) or _organisation(Kind.PRESCRIBER, self.organisation),
                role=self.role,
                agreement=agreement,
                agency=self._agencies(agreement)[0] if self.agency else None,
                starts_on=self.today,
            )
            return person, not person.has_usable_password()

    def _known_organisations(self) -> list[Organisation]:
        return list(Organisation.objects.filter(name=self.organisation).order_by("kind"))

    def _place(self, agreement: Agreement) -> Organisation | None:
        """The organisation named, else the agreement's own by the role's side; None for a new prescriber."""
        if self.organisation:
            return next(iter(self._known_organisations()), None)
        return agreement.association if self.role in ASSOCIATION else agreement.landlord

    def _agencies(self, agreement: Agreement) -> list[Agency]:
        return list(Agency.objects.filter(landlord=agreement.landlord, name=self.agency))

    def _standing(self, agreement: Agreement, organisation: Organisation | None) -> bool:
        held = Membership.objects.current(self.today).filter(professional__email__iexact=self.email)
        return held.filter(role=self.role, agreement=agreement, organisation=organisation).exists()


def _first_name(email: str) -> str:
    """Until the person writes her own: what precedes the first dot of the address."""
    return email.partition("@")[0].partition(".")[0].capitalize()


def invitation_path(person: Professional) -> str:
    """The one-time address where the person chooses her password; it dies once used, or after three days."""
    from allauth.account import app_settings
    from allauth.account.utils import user_pk_to_url_str

    key = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
