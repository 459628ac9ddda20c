"""Who is accompanied: the household, its persons, where they live, what they live on."""

import uuid
from typing import TYPE_CHECKING

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from households.confidentiality import DataClass
from households.visibility import HouseholdQuerySet, OfHouseholdQuerySet
from lodabord.kernel.fields import EnumField

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

CODE_PREFIX = {"access": "AC", "retention": "MA"}


class CodeCounter(models.Model):
    """The last number given to a household, by kind of code and year."""

    prefix = models.CharField("préfixe", max_length=4)
    year = models.PositiveSmallIntegerField("année")
    last = models.PositiveIntegerField("dernier numéro")

    class Meta:
        verbose_name = "compteur de codes"
        verbose_name_plural = "compteurs de codes"
        constraints = [models.UniqueConstraint(name="code_counter_once_per_year", fields=["prefix", "year"])]

    def __str__(self) -> str:
        return f"{self.prefix}-{self.year}"

    @classmethod
    def next_code(cls, track: str, year: int) -> str:
        """A code nobody else got, such as « AC-2025-0007 »; colleagues creating at once wait in line."""
        prefix = CODE_PREFIX[track]
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO households_codecounter (prefix, year, last) VALUES (%s, %s, 1)"
                " ON CONFLICT (prefix, year) DO UPDATE SET last = households_codecounter.last + 1 RETURNING last",
                [prefix, year],
            )
            return f"{prefix}-{year}-{cursor.fetchone()[0]:04d}"


class Household(models.Model):
    """One adult with or without dependants (R-02): the unit of account. Outside, it is known by its code."""

    data_class = DataClass.IDENTITY

    class Composition(models.TextChoices):
        SINGLE = "single", "Personne seule"
        SINGLE_PARENT = "single_parent", "Parent isolé"
        COUPLE = "couple", "Couple"
        COUPLE_CHILDREN = "couple_children", "Couple avec enfants"
        OTHER = "other", "Autre"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    code = models.CharField("code du ménage", max_length=20, unique=True, editable=False)
    composition = EnumField("composition", choices=Composition, default=Composition.SINGLE)
    dependants = models.PositiveSmallIntegerField("enfants à charge", default=0)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        "partners.Professional", models.PROTECT, null=True, related_name="+", verbose_name="créé par", editable=False
    )

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "ménage"
        verbose_name_plural = "ménages"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    @property
    def holder(self) -> "Person | None":
        """The adult in whose name the lease is or will be."""
        return next((person for person in self.persons.all() if person.role == Person.Role.HOLDER), None)

    @property
    def known_as(self) -> str:
        """« Mme B. »: civility and initial, enough to recognise without spelling out."""
        return self.holder.known_as if self.holder else self.code


class Person(models.Model):
    """A member of the household. Of children only the year of birth is kept (sheet 04 §4.2)."""

    data_class = DataClass.IDENTITY

    class Role(models.TextChoices):
        HOLDER = "holder", "Titulaire"
        CHILD = "child", "Enfant à charge"
        OTHER = "other", "Autre"

    class Civility(models.TextChoices):
        MS = "ms", "Mme"
        MR = "mr", "M."
        UNSPECIFIED = "unspecified", "Non précisé"

    class Gender(models.TextChoices):
        F = "f", "Femme"
        M = "m", "Homme"
        UNKNOWN = "unknown", "Non renseigné"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="persons", verbose_name="ménage")
    role = EnumField("rôle", choices=Role, default=Role.HOLDER)
    civility = EnumField("civilité", choices=Civility, default=Civility.UNSPECIFIED)
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    birth_date = models.DateField("date de naissance", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("année de naissance", null=True, blank=True)
    gender = EnumField("sexe (statistique)", choices=Gender, default=Gender.UNKNOWN)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("adresse électronique", blank=True)
    safe_contact = models.CharField(
        "contact préféré et heures sûres",
        max_length=200,
        blank=True,
        help_text="Par exemple : SMS seulement, après 17 h.",
    )
    interpreter_language = models.CharField("langue d'interprétariat", max_length=40, blank=True)

    objects = OfHouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "personne"
        verbose_name_plural = "personnes"
        ordering = ["role", "last_name", "first_name"]
        constraints = [
            models.UniqueConstraint(
                name="person_one_holder_per_household",
                fields=["household"],
                condition=Q(role="holder"),
                violation_error_message="Ce ménage a déjà un titulaire.",
            ),
            models.CheckConstraint(
                name="person_of_children_only_the_year",
                condition=~Q(role="child") | Q(birth_date__isnull=True),
                violation_error_message="Pour un enfant, seule l'année de naissance est conservée.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}".strip() or self.household.code

    @property
    def known_as(self) -> str:
        civility = "" if self.civility == self.Civility.UNSPECIFIED else f"{self.get_civility_display()} "
        initial = f"{self.last_name[:1]}." if self.last_name else self.first_name
        return f"{civility}{initial}".strip() or self.household.code


class ResidentialSituation(models.Model):
    """Where the household lives from a day on (list of sheet 04 §4.2)."""

    data_class = DataClass.ADMINISTRATIVE

    class Kind(models.TextChoices):
        STREET = "street", "À la rue, abri de fortune"
        SQUAT_CAMP = "squat_camp", "Squat, campement"
        EMERGENCY_SHELTER = "emergency_shelter", "Hébergement d'urgence"
        HOTEL = "hotel", "Hôtel"
        INTEGRATION_SHELTER = "integration_shelter", "CHRS, hébergement d'insertion"
        ASYLUM = "asylum_accommodation", "Dispositif national d'accueil"
        THIRD_PARTY = "third_party", "Hébergé chez un tiers"
        SUBLET = "sublet_iml", "Sous-location, intermédiation locative"
        ADAPTED = "adapted_housing", "Logement adapté ou accompagné"
        INSTITUTION = "institution", "Sortie d'institution"
        TENANT_SOCIAL = "tenant_social", "Locataire HLM"
        TENANT_PRIVATE = "tenant_private", "Locataire du parc privé"
        OWNER = "owner", "Propriétaire"
        OTHER = "other", "Autre"

    WITHOUT_A_HOME = frozenset(
        {"street", "squat_camp", "emergency_shelter", "hotel", "integration_shelter", "asylum_accommodation"}
    )
    """P2: households without a home (« hébergés et sans-abri », programme 177)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="situations", verbose_name="ménage")
    kind = EnumField("situation résidentielle", choices=Kind)
    since = models.DateField("depuis le")
    at_entry = models.BooleanField("situation à l'orientation", default=False)

    objects = OfHouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "situation résidentielle"
        verbose_name_plural = "situations résidentielles"
        ordering = ["-since"]

    def __str__(self) -> str:
        return self.get_kind_display()


class Resources(models.Model):
    """What the household lives on from a day on; monthly amounts in whole euros."""

    data_class = DataClass.ADMINISTRATIVE

    class Kind(models.TextChoices):
        RSA = "rsa", "RSA"
        AAH = "aah", "AAH"
        ARE = "are", "Allocation chômage"
        WAGE = "wage", "Salaire"
        PENSION = "pension", "Retraite ou pension"
        ASPA = "aspa", "ASPA"
        SICK_PAY = "sick_pay", "Indemnités journalières"
        FAMILY = "family", "Prestations familiales"
        NONE = "none", "Sans ressources"
        OTHER = "other", "Autre"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    household = models.ForeignKey(Household, models.PROTECT, related_name="resources", verbose_name="ménage")
    kind = EnumField("nature", choices=Kind)
    monthly_amount = models.PositiveIntegerField("montant mensuel (€)", null=True, blank=True)
    since = models.DateField("depuis le")

    objects = OfHouseholdQuerySet.as_manager()

    class Meta:
        verbose_name = "ressources"
        verbose_name_plural = "ressources"
        ordering = ["-since"]

    def __str__(self) -> str:
        return self.get_kind_display()


def register_household(
    *, track: str, on_year: int, by: "Professional | None", composition: str, dependants: int = 0
) -> Household:
    """A new household with its code."""
    return Household.objects.create(
        code=CodeCounter.next_code(track, on_year), composition=composition, dependants=dependants, created_by=by
    )
