"""Whether a dwelling suits a household: point by point, each with its facts and its reason. Pure.

Nothing is added up and nothing is ranked: people decide, the page only saves them from forgetting a
point. Effort rate = (rent + charges − APL) / resources (glossary).
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from allocations.grid_changes import plain

FITS, LOOK, UNFIT, UNKNOWN = "fits", "look", "unfit", "unknown"
WORDS = {FITS: "convient", LOOK: "à regarder", UNFIT: "ne convient pas", UNKNOWN: "inconnu"}
TONES = {FITS: "done", LOOK: "soon", UNFIT: "late", UNKNOWN: "todo"}
SMALLEST = {1: 9, 2: 16}
"""Least surface (m²) for housing benefit, alone then for two; nine more for each person beyond, up to 70."""
FOR_LOW_INCOMES = {"PLAI", "PLAIA"}


@dataclass(frozen=True)
class Means:
    """Monthly resources and housing benefit in euros, when the reader may know them."""

    resources: int | None = None
    benefit: int | None = None


@dataclass(frozen=True)
class Point:
    """One thing to look at."""

    subject: str
    verdict: str
    facts: str
    because: str

    @property
    def word(self) -> str:
        return WORDS[self.verdict]

    @property
    def tone(self) -> str:
        return TONES[self.verdict]


class Points(list[Point]):
    """Every point, always in the same order; the page folds those that fit, and adds nothing up."""

    @property
    def to_look_at(self) -> list[Point]:
        return [one for one in self if one.verdict != FITS]

    @property
    def fitting(self) -> list[Point]:
        return [one for one in self if one.verdict == FITS]


def points(dwelling: Any, need: Any, means: Means, *, attention: int) -> Points:
    """Every point. `attention`: the agreement's effort rate, in per cent."""
    return Points([
        size(dwelling, need),
        cost(dwelling, need),
        effort(dwelling, means, attention),
        place(dwelling, need),
        stairs(dwelling, need),
        access(dwelling, need),
        financing(dwelling, need),
    ])  # fmt: skip


def size(dwelling: Any, need: Any) -> Point:
    """Typology wished, and room for everybody."""
    wished = ", ".join(need.typologies)
    surface = f", {dwelling.surface} m²" if dwelling.surface else ""
    people = f"{need.people} personne{'s' if need.people > 1 else ''}"
    facts = f"{dwelling.typology or 'typologie inconnue'}{surface} ; souhaité {wished} pour {people}"
    least = least_surface(need.people)
    if dwelling.surface and dwelling.surface < least:
        return Point("Taille", UNFIT, facts, f"Moins de {least} m² pour {people} : l'aide au logement serait refusée.")
    if not dwelling.typology:
        return Point("Taille", UNKNOWN, facts, "La typologie du logement n'est pas renseignée.")
    if dwelling.typology in need.typologies:
        return Point("Taille", FITS, facts, "La typologie fait partie de celles qui conviennent au ménage.")
    return Point(
        "Taille", LOOK, facts, "La typologie n'est pas celle du besoin : à voir avec le ménage et l'association."
    )


def least_surface(people: int) -> int:
    """Below it, no housing benefit is due (decency standard of the benefit)."""
    return SMALLEST.get(people) or min(16 + 9 * (people - 2), 70)


def cost(dwelling: Any, need: Any) -> Point:
    """Rent and charges against the most that was agreed with the household."""
    total, most = dwelling.monthly_cost, need.max_cost
    facts = f"{euros(total)} par mois, loyer et charges ; au plus {euros(most)}"
    if total is None:
        return Point("Loyer et charges", UNKNOWN, facts, "Le loyer ou les charges du logement ne sont pas renseignés.")
    if most is None:
        return Point("Loyer et charges", UNKNOWN, facts, "Le besoin n'indique pas de montant.")
    if total <= most:
        return Point("Loyer et charges", FITS, facts, "Le montant tient dans celui du besoin.")
    return Point("Loyer et charges", LOOK, facts, f"Dépasse de {euros(total - most)} le montant du besoin.")


def effort(dwelling: Any, means: Means, attention: int) -> Point:
    """Effort rate and rest to live; a figure to discuss, never a refusal by itself."""
    total = dwelling.monthly_cost
    if total is None or means.resources is None:
        missing = "le loyer ou les charges" if total is None else "les ressources"
        why = f"Il manque {missing}." if total is None else (
            "Les ressources ne sont pas connues, ou ne vous sont pas encore ouvertes : elles le sont quand le ménage est prêt "
            "pour la CAL."
        )  # fmt: skip
        return Point("Taux d'effort", UNKNOWN, "—", why)
    if means.benefit is None:
        facts = (
            f"Sans APL connue : {rate(total, means.resources)} de {euros(means.resources)}" if means.resources else "—"
        )
        return Point(
            "Taux d'effort", UNKNOWN, facts, "L'APL n'est pas estimée : faites une simulation avant de conclure."
        )
    charge = max(total - means.benefit, Decimal(0))
    left = means.resources - charge
    if not means.resources:
        return Point("Taux d'effort", LOOK, f"{euros(charge)} restent à payer", "Aucune ressource pour l'instant.")
    told = rate(charge, means.resources)
    facts = f"({euros(total)} − {euros(means.benefit)} d'APL) / {euros(means.resources)} = {told} ; reste à vivre {euros(left)}"
    if left < 0:
        return Point("Taux d'effort", UNFIT, facts, "Le reste à charge dépasse les ressources.")
    if charge * 100 <= means.resources * attention:
        return Point("Taux d'effort", FITS, facts, f"Au plus {attention} %, le taux regardé de près par la convention.")
    return Point("Taux d'effort", LOOK, facts, f"Plus de {attention} % : à regarder de près, avec le reste à vivre.")


def place(dwelling: Any, need: Any) -> Point:
    """Communes wished, sectors excluded. Why a sector is excluded is nobody's business."""
    where = " — ".join(one for one in (dwelling.commune, dwelling.sector) if one)
    facts = f"{where or 'commune inconnue'} ; souhaité {need.communes or 'partout'}"
    if need.excluded:
        facts += f" ; exclu {need.excluded}"
    here = {plain(one) for one in (dwelling.commune, dwelling.sector) if one}
    excluded = [one for one in need.excluded_list if plain(one) in here]
    if excluded:
        return Point("Secteur", UNFIT, facts, f"« {excluded[0]} » est exclu : ne pas proposer.")
    if not dwelling.commune:
        return Point("Secteur", UNKNOWN, facts, "La commune du logement n'est pas renseignée.")
    if need.excluded and not dwelling.sector:
        return Point(
            "Secteur", LOOK, facts, "Le quartier du logement n'est pas renseigné : vérifiez les secteurs exclus."
        )
    if not need.communes or here & {plain(one) for one in need.commune_list}:
        return Point("Secteur", FITS, facts, "Le logement est là où le ménage souhaite vivre.")
    return Point("Secteur", LOOK, facts, "La commune n'est pas parmi celles souhaitées : à voir avec le ménage.")


def stairs(dwelling: Any, need: Any) -> Point:
    """Floor and lift."""
    limit = 0 if need.needs_lift or need.needs_accessible else need.max_floor_without_lift
    lift = "avec ascenseur" if dwelling.has_lift else "sans ascenseur"
    floor = "étage inconnu" if dwelling.floor is None else floor_in_words(dwelling.floor)
    facts = f"{floor}, {lift}"
    if limit is None:
        return Point("Étage", FITS, facts, "Le besoin n'a pas de contrainte d'étage.")
    wished = (
        f"Sans ascenseur, jusqu'au {floor_in_words(limit)}." if limit else "Sans ascenseur, rez-de-chaussée seulement."
    )
    if dwelling.has_lift:
        return Point("Étage", FITS, facts, "Un ascenseur dessert le logement.")
    if dwelling.floor is None:
        return Point("Étage", UNKNOWN, facts, f"{wished} L'étage du logement n'est pas renseigné.")
    return Point("Étage", FITS if dwelling.floor <= limit else UNFIT, facts, wished)


def access(dwelling: Any, need: Any) -> Point:
    """Reduced mobility."""
    known = {True: "logement accessible", False: "logement non accessible", None: "non renseigné"}
    facts = known[dwelling.accessible]
    if not need.needs_accessible:
        return Point("Accessibilité", FITS, facts, "Le besoin n'en demande pas.")
    verdict = {True: FITS, False: UNFIT, None: UNKNOWN}[dwelling.accessible]
    return Point("Accessibilité", verdict, facts, "Le besoin demande un logement accessible.")


def financing(dwelling: Any, need: Any) -> Point:
    """Type of financing and reservation quota."""
    unknown = "unknown"
    quotas = f"contingent du logement : {dwelling.get_quota_display().lower()} ; du besoin : {need.get_quota_display().lower()}"
    priority = "public prioritaire" if need.priority else "public prioritaire non indiqué"
    facts = f"{dwelling.get_financing_display() or 'financement inconnu'} ; {quotas} ; {priority}"
    if not dwelling.financing:
        return Point("Financement et contingent", UNKNOWN, facts, "Le financement du logement n'est pas renseigné.")
    if unknown not in (dwelling.quota, need.quota) and dwelling.quota != need.quota:
        return Point(
            "Financement et contingent", LOOK, facts, "Le contingent n'est pas celui du besoin : voir le réservataire."
        )
    if dwelling.quota == "state_priority" and not need.priority:
        return Point(
            "Financement et contingent", LOOK, facts, "Contingent des publics prioritaires : vérifiez la priorité."
        )
    if dwelling.financing in FOR_LOW_INCOMES:
        return Point("Financement et contingent", FITS, facts, "Financement prévu pour les ressources les plus basses.")
    return Point(
        "Financement et contingent", LOOK, facts, "Vérifiez le plafond de ressources et le loyer de ce financement."
    )


def floor_in_words(floor: int) -> str:
    if floor == 0:
        return "rez-de-chaussée"
    return f"{floor}{'er' if floor == 1 else 'e'} étage" if floor > 0 else f"niveau {floor}"


def euros(amount: Any) -> str:
    """Whole when it is whole, otherwise with its cents."""
    if amount is None:
        return "montant inconnu"
    told = Decimal(amount)
    whole = told == told.to_integral_value()
    return (f"{told:.0f}" if whole else f"{told:.2f}".replace(".", ",")) + "\u00a0€"


def rate(part: Any, whole: int) -> str:
    """A share in per cent, to one decimal, the French way."""
    tenth = (Decimal(part) * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return f"{tenth:f}".replace(".", ",").removesuffix(",0") + " %"
