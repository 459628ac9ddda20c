"""The rent account as a curve: months of net rent over time, its message as a title."""

from django.utils.safestring import SafeString

from allocations.arrears_deadlines import CONSTITUTED_MONTHS
from allocations.procedures import DOWN, SAME, UP, Standing
from lodabord.kernel.charts import curve
from lodabord.templatetags.lodabord import euros, number

WORDS = {UP: "en hausse au dernier relevé", DOWN: "en baisse au dernier relevé", SAME: "stable au dernier relevé"}


def message_of(standing: Standing) -> str:
    """What the curve shows, in one sentence."""
    first, last = standing.accounts[0], standing.accounts[-1]
    if first.months is None or last.months is None:
        return f"Dette au dernier relevé : {euros(last.debt)}"
    if last.debt == 0:
        highest = max(one.months or 0 for one in standing.accounts)
        return f"Dette soldée, après {number(highest)} mois de loyer net au plus haut" if highest else "Aucune dette"
    word = WORDS.get(standing.trend, "premier relevé")
    if first is last:
        return f"{number(last.months)} mois de loyer net au premier relevé"
    return f"De {number(first.months)} à {number(last.months)} mois de loyer net, {word}"


def chart_of(standing: Standing) -> SafeString | None:
    """The curve, when at least two accounts are told in months."""
    told = [one for one in standing.accounts if one.months is not None]
    if len(told) < 2:  # noqa: PLR2004 - a point is not a curve
        return None
    limit = (float(CONSTITUTED_MONTHS), "2 mois : impayé constitué") if told[-1].apl_to_landlord else None
    months = [f"{one.on:%m/%y}" for one in told]
    labels = months if len(set(months)) == len(months) else [f"{one.on:%d/%m}" for one in told]
    return curve(message_of(standing), labels, [one.months or 0 for one in told], limit=limit)
