"""What the association tells the CCAPEX: strictly necessary facts, on the law's own ground, shown to the person.

Distinct from the landlord's referral, which is an act of its procedure (`allocations.ArrearsStep`).
The law of 27 July 2023 and the decree of 12 February 2026 have social workers provide it by
derogation to article 226-13 of the penal code: no consent is needed, and each sending is logged.
"""

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from households.models import Case, Transmission, transmit
from households.stateful import MoveRefused
from lodabord.partners.models import Organisation

if TYPE_CHECKING:
    from lodabord.partners.models import Professional

ELEMENTS = {
    "composition": "Composition du ménage",
    "resources": "Ressources et droits ouverts ou en cours",
    "debt": "Capacité à reprendre le paiement, plan d'apurement",
    "steps": "Démarches engagées pour le maintien ou le relogement",
    "support": "Accompagnement en cours et interlocuteur",
    "wish": "Souhait du ménage",
}
"""What may be necessary to the commission's investigation. Health and family life have no line here."""
LEGAL_BASIS = "loi n° 2023-668 du 27 juillet 2023, décret n° 2026-83 du 12 février 2026"


def commissions() -> QuerySet[Organisation]:
    """To whom: the State services and the metropolis that run the commission."""
    kinds = [Organisation.Kind.STATE, Organisation.Kind.METROPOLIS]
    return Organisation.objects.filter(kind__in=kinds).order_by("name")


def tell_the_commission(
    case: Case,
    *,
    recipient: Organisation,
    service: str,
    elements: list[str],
    text: str,
    shown_on: date | None,
    not_shown_because: str,
    on: date,
    by: "Professional",
) -> Transmission:
    """Freeze and log what was sent: who, when, what, to whom, and when the person read it."""
    if not elements:
        raise MoveRefused("Indiquez ce qui est transmis : le strict nécessaire à l'enquête de la commission.")
    if shown_on is None and not not_shown_because.strip():
        raise MoveRefused(
            "Montrez ce texte à la personne et notez-en la date, ou dites pourquoi ce n'est pas possible."
        )
    content = {
        "service": service,
        "elements": [ELEMENTS[one] for one in elements],
        "text": text,
        "shown_on": f"{shown_on:%d/%m/%Y}" if shown_on else "",
        "not_shown_because": not_shown_because if shown_on is None else "",
        "basis": LEGAL_BASIS,
    }
    return transmit(
        case, kind=Transmission.Kind.CCAPEX, content=content, recipient=recipient, on=on, by=by,
        ground=Transmission.Ground.CCAPEX_LAW,
    )  # fmt: skip
