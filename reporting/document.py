"""The committee's report: what its page, its PDF, its text and its workbook are written from (sheet 06 §6.8).

Made from told values (a snapshot's, or those just computed), so that all of them say the same.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from accompaniment.models import RelayKind
from households.models import ExitReason, PriorityPublic
from lodabord.partners.models import Agreement, PrescriberType
from lodabord.templatetags.lodabord import number
from reporting import sentences
from reporting.codes import HEALTH_RELAYS, RELAY_WORDS
from reporting.editions import Edition
from reporting.parts import parts
from reporting.parts.context import Committee, Context, Earlier, Values
from reporting.parts.shapes import Part, Table
from reporting.parts.tables import comparison
from reporting.periods import Quarter
from reporting.wording import NOTHING, say
from reporting.workbook.undefined import printable

LEVELS = {
    Edition.INTERNAL: "Interne à l'association : ne pas transmettre",
    Edition.PARTNER: "Réservé aux deux partenaires : bailleur et association",
    Edition.FUNDER: "Comité de pilotage : petits effectifs masqués",
}
KEY_FIGURES = (
    ("A6", "all", "ménages accompagnés"),
    ("A8", "access", "places d'accès occupées à la date du rapport"),
    ("C3", "access", "ménages passés en CAL ayant obtenu une attribution"),
    ("D8", "access", "jours de l'orientation à l'entrée (médiane)"),
    ("V1", "all", "semaines dues avec une visite"),
    ("Q1", "all", "demandes traitées dans la demi-journée"),
    ("M1", "access", "ménages d'accès maintenus dans leur logement"),
    ("M1", "retention", "ménages du volet maintien maintenus"),
)


@dataclass(frozen=True)
class Document:
    """The report, ready to be written in any medium."""

    agreement: Agreement
    quarter: Quarter
    as_of: date
    made_on: date
    provisional: bool
    edition: Edition
    rule_versions: Mapping[str, int]
    key_figures: list[dict[str, str]]
    trends: list[Table]
    parts: list[Part]

    @property
    def title(self) -> str:
        return f"Rapport du comité de pilotage, {self.quarter.label}"

    @property
    def made_on_at(self) -> datetime:
        """For the formats that want an instant: the same file from the same report."""
        return datetime.combine(self.made_on, time(12))

    @property
    def masked(self) -> bool:
        return self.edition == Edition.FUNDER

    @property
    def level(self) -> str:
        return LEVELS[self.edition]

    @property
    def state(self) -> str:
        return "Brouillon provisoire : le trimestre n'est pas terminé" if self.provisional else "Définitif"

    @property
    def rules(self) -> str:
        """« v1 ; v2 pour M1, V1 »: the common version, then the exceptions."""
        versions = sorted(set(self.rule_versions.values()))
        common = max(versions, key=lambda one: list(self.rule_versions.values()).count(one), default=1)
        others = [
            f"v{one} pour {', '.join(code for code, told in self.rule_versions.items() if told == one)}"
            for one in versions
            if one != common
        ]
        return " ; ".join([f"v{common}", *others])

    @property
    def about(self) -> list[tuple[str, str]]:
        """What every file says of itself."""
        return [
            ("Convention", f"{self.agreement.code}, {self.agreement.territory}"),
            ("Période", f"{self.quarter.label}, du {self.quarter.start:%d/%m/%Y} au {self.quarter.end:%d/%m/%Y}"),
            ("Chiffres arrêtés au", f"{self.as_of:%d/%m/%Y}"),
            ("Règles de calcul", self.rules),
            ("Niveau de confidentialité", f"{self.edition.label}. {self.level}."),
            ("État", self.state),
            ("Document établi le", f"{self.made_on:%d/%m/%Y}"),
        ]


def document(
    told: Values,
    agreement: Agreement,
    today: date,
    edition: Edition,
    *,
    earlier: tuple[Earlier, ...] = (),
    committee: Committee = Committee(),  # noqa: B008 - frozen
) -> Document:
    """The whole report of one edition."""
    as_of, end = date.fromisoformat(told["as_of"]), date.fromisoformat(told["end"])
    context = Context(
        values=printable(told["indicators"]),
        agreement=agreement,
        terms=agreement.terms_on(as_of),
        quarter=Quarter.named(told["quarter"]),
        as_of=as_of,
        edition=edition,
        labels=sentences.labels(_reference_labels()),
        earlier=tuple(replace(one, values=printable(one.values)) for one in earlier),
        beside=told.get("beside", {}),
        committee=committee,
    )
    return Document(
        agreement=agreement,
        quarter=context.quarter,
        as_of=as_of,
        made_on=today,
        provisional=as_of < end,
        edition=edition,
        rule_versions=told["rule_versions"],
        key_figures=key_figures(context.values),
        trends=comparison(context, *((code, track) for code, track, _ in KEY_FIGURES)),
        parts=parts(context),
    )


def key_figures(values: Values) -> list[dict[str, str]]:
    """The figures of the first page, over the year."""
    return [
        {"code": code, "value": _key(values[code][track]["year"]), "label": label} for code, track, label in KEY_FIGURES
    ]


def _key(value: Any) -> str:
    """Short: of a delay, its median only."""
    if "median" not in value:
        return say(value)
    return number(value["median"]) if value["n"] else NOTHING


def _reference_labels() -> dict[str, str]:
    exits = dict(ExitReason.objects.values_list("code", "label"))
    exits |= dict(PriorityPublic.objects.values_list("code", "label"))
    exits |= dict(PrescriberType.objects.values_list("code", "label"))
    relays = {**dict(RelayKind.objects.values_list("code", "label")), HEALTH_RELAYS: "Santé, tous types"}
    return exits | {f"{RELAY_WORDS}{code}": label for code, label in relays.items()}
