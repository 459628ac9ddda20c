"""Parts 2, 12, 13 and 14: what people write for the committee. Until they have, the part says so."""

from lodabord.templatetags.lodabord import short_date
from reporting.parts.context import Context
from reporting.parts.shapes import Block, Bullets, Heading, Line, Part, Table
from reporting.sentences import salient


def highlights(context: Context) -> Part:
    """Five lines at most: those of the lead, else those the figures say by themselves."""
    written = context.committee.highlights
    message = "" if written else "Tirés des chiffres du trimestre ; rien n'a été saisi pour les remplacer."
    return Part(
        2, "faits", "Faits marquants du trimestre", message, (Bullets(written or tuple(salient(context.values))),)
    )


def situations(context: Context) -> Part:
    """By code, never by name: the stage, the weeks spent in it, the point to arbitrate."""
    told = context.committee.situations
    lines = tuple(Line(one.code, (one.stage, str(one.weeks), one.point)) for one in told)
    table = Table("Situations à arbitrer", ("Dossier", "Étape", "Semaines", "Point à arbitrer"), lines, leading=True)
    count = len(told)
    message = (
        f"{count} situation{'s' if count > 1 else ''} à arbitrer." if told else _nothing("les situations à arbitrer")
    )
    return Part(12, "situations", "Situations", message, (table,) if told else ())


def difficulties(context: Context) -> Part:
    """What went wrong, and what the committee is asked to decide."""
    told = context.committee
    blocks: list[Block] = []
    for title, items in (("Difficultés", told.difficulties), ("Décisions attendues", told.expected)):
        if items:
            blocks += [Heading(title), Bullets(items)]
    message = "" if blocks else _nothing("les difficultés et les décisions attendues")
    return Part(13, "difficultes", "Difficultés, décisions attendues", message, tuple(blocks))


def decisions(context: Context) -> Part:
    """What was decided before, and where each decision stands."""
    told = context.committee.decisions
    lines = tuple(Line(one.text, (one.owner, short_date(one.due_on), one.state)) for one in told)
    table = Table("Décisions suivies", ("Décision", "Qui", "Pour le", "Où en est-on"), lines, leading=True)
    message = "" if told else _nothing("les décisions du comité précédent")
    return Part(14, "decisions", "Décisions du comité précédent", message, (table,) if told else ())


def _nothing(what: str) -> str:
    return f"Rien n'a été saisi pour {what}."
