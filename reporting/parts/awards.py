"""In the part on the CAL: the attributions of the year, as the State and the metropolis ask for them."""

from reporting.attributions import NAMES
from reporting.parts.context import Context
from reporting.parts.shapes import Block, Caution, Heading
from reporting.parts.tables import counts

CAUTION = (
    "Une attribution est le passage dont le ménage a accepté l'offre. Quartile et QPV sont des réponses facultatives du "
    "bailleur : « Non renseigné » compte celles qui manquent."
)


def awards(context: Context) -> list[Block]:
    """Nothing when nobody was housed, or for a report frozen before they were counted."""
    told = context.beside.get("awards") or {}
    tables = [
        table
        for name, label in NAMES.items()
        for table in counts(context, f"Attributions de l'année : {label}", told.get(name))
    ]
    return [Heading("Attributions, pour l'État et la métropole"), *tables, Caution((CAUTION,))] if tables else []
