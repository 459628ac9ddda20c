"""Part 1: who works together, where, with how many places; what a reader must know of the document."""

from lodabord.templatetags.lodabord import short_date
from reporting.objectives import of
from reporting.parts.context import Context
from reporting.parts.shapes import Block, Bullets, Line, Part, Table


def programme(context: Context) -> Part:
    """The agreement in a few lines, and what it aims at."""
    agreement, terms = context.agreement, context.terms
    facts = (
        ("Programme", str(agreement.programme)),
        ("Convention", f"{agreement.code}, depuis le {short_date(agreement.starts_on)}"),
        ("Territoire", str(agreement.territory)),
        ("Bailleur", str(agreement.landlord)),
        ("Association", str(agreement.association)),
        ("Places d'accès", str(terms.capacity_access)),
        ("Places de maintien", str(terms.capacity_retention)),
    )
    blocks: list[Block] = [
        Table(
            "La convention",
            ("Ce qui est convenu", "Valeur"),
            tuple(Line(name, (value,)) for name, value in facts),
            leading=True,
        )
    ]
    aims = tuple(f"{context.values[one.code]['label']} ({one.code}) : {one.told}." for one in _main(context))
    if aims:
        blocks.append(Bullets(aims))
    message = (
        f"{agreement.landlord} et {agreement.association} agissent ensemble, sur le territoire « {agreement.territory} », "
        f"depuis le {short_date(agreement.starts_on)}."
    )
    return Part(1, "dispositif", "Le dispositif", message, tuple(blocks))


def _main(context: Context) -> list:
    """Objectives in numbers of households or in shares: delays stand beside their own figures."""
    return [one for one in of(context.terms) if one.unit != "j" and (one.code, one.track) != ("M1", "retention")]
