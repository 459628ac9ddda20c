"""What is written to the household for each result: short sentences, one idea each, what to do and before when.

Pure texts: no record is written, nothing is read beyond the passage and what was loaded with it. The
same paragraphs make the PDF letter and the text to copy.
"""

from dataclasses import dataclass
from typing import Any

from allocations.models import CalPresentation, Offer
from households.models import HousingRequest
from lodabord.templatetags.lodabord import day, euros

APPEAL = (
    "Si vous n'êtes pas d'accord, vous pouvez demander des explications au bailleur, ou contester cette décision devant "
    "le tribunal administratif dans les deux mois qui suivent la réception de ce courrier."
)
"""Of a refusal or a rejection (CJA R421-1). Never of a rank: it cannot be challenged (Conseil d'État, 27 November 2025,
n° 496595)."""
STAYS_ALIVE = (
    "Votre demande de logement social reste active : vous gardez votre numéro unique et votre ancienneté. "
    "Pensez à la renouveler chaque année."
)
AGAIN = "Votre candidature sera présentée à une prochaine commission. Vous n'avez rien à refaire."


@dataclass(frozen=True)
class Letter:
    """A letter: `code` names its file."""

    code: str
    subject: str
    greeting: str
    paragraphs: tuple[str, ...]
    signature: str

    @property
    def text(self) -> str:
        """The whole, to copy into a mail or to read aloud."""
        return "\n\n".join([f"Objet : {self.subject}", self.greeting, *self.paragraphs, self.signature])


def decision_letter(passage: CalPresentation) -> Letter:
    """What the commission decided, in words."""
    subject, told = _BY_CODE[passage.decision_code](passage)
    sat = f"La commission d'attribution de {passage.case.agreement.landlord} s'est réunie le {day(passage.cal_on)}."
    return _letter(passage, "decision-cal", subject, [sat, *told])


def offer_letter(offer: Offer) -> Letter:
    """The dwelling offered, the last day to answer, what silence means."""
    passage: Any = offer.presentation
    told = [
        f"Nous vous proposons ce logement : {_dwelling(passage)}.",
        f"Répondez-nous par écrit au plus tard le {day(offer.reply_deadline)}, ce jour compris. Dites simplement oui ou non.",
        f"Sans réponse à cette date, la loi considère que vous refusez (article R441-10 du code de la construction et de "
        f"l'habitation). Visitez le logement avant de répondre : {_contact(passage)} peut vous accompagner.",
        "Vous avez le droit de refuser. Dites-nous alors pourquoi : cela nous aide à mieux chercher. "
        "Votre demande de logement social reste active.",
    ]
    if is_dalo(passage):
        told.append(
            "Vous êtes reconnu prioritaire au titre du DALO. Refuser un logement adapté à vos besoins peut vous en faire "
            "perdre le bénéfice : parlez-en avant de répondre."
        )
    return _letter(passage, "offre-logement", "un logement vous est proposé", told)


def is_dalo(passage: Any) -> bool:
    """Recognised under the DALO, as its request says."""
    request = getattr(passage.case.household, "housing_request", None)
    return request is not None and request.dalo_status == HousingRequest.Dalo.RECOGNISED


def _award(passage: CalPresentation) -> tuple[str, list[str]]:
    return "la commission vous attribue un logement", [
        f"Elle vous attribue ce logement : {_dwelling(passage)}.",
        "Vous allez recevoir une offre écrite. Vous aurez au moins dix jours pour répondre. "
        "Rien ne vous oblige à accepter : visitez d'abord.",
    ]


def _first_rank(passage: CalPresentation) -> tuple[str, list[str]]:
    subject, told = _award(passage)
    return subject, ["Vous êtes en premier pour ce logement.", *told]


def _later_rank(passage: CalPresentation) -> tuple[str, list[str]]:
    before = (passage.rank or 2) - 1
    who = "un autre ménage" if before == 1 else f"{before} autres ménages"
    return f"vous êtes en rang {passage.rank} pour un logement", [
        f"Elle vous a placé en rang {passage.rank} pour ce logement : {_dwelling(passage)}.",
        f"Le logement est d'abord proposé à {who}. S'il est refusé, il vous sera proposé et nous vous écrirons.",
        "Pour le moment, vous n'avez rien à faire. " + STAYS_ALIVE,
    ]


def _conditional(passage: CalPresentation) -> tuple[str, list[str]]:
    return "un logement vous est attribué, à une condition", [
        f"Elle vous attribue ce logement : {_dwelling(passage)}. Il y a une condition : il manque une pièce.",
        f"La pièce : {passage.condition_document}. Remettez-la au plus tard le {day(passage.condition_deadline)}.",
        "Si elle arrive à temps, le bailleur est obligé de vous proposer le bail. Sinon, l'attribution tombe et votre "
        "demande reste active.",
        f"{_contact(passage)} peut vous aider à l'obtenir. N'attendez pas le dernier jour.",
    ]


def _not_awarded(passage: CalPresentation) -> tuple[str, list[str]]:
    return "la commission ne vous attribue pas ce logement", [
        f"Elle ne vous attribue pas ce logement : {_dwelling(passage)}.",
        f"Le motif : {_motive(passage)}.",
        STAYS_ALIVE,
        AGAIN,
        APPEAL,
    ]


def _inadmissible(passage: CalPresentation) -> tuple[str, list[str]]:
    on = passage.struck_off_from
    from_when = f", soit à partir du {day(on)}" if on else ""
    return "votre demande de logement social est rejetée", [
        "Elle a rejeté votre demande, parce qu'elle ne remplit pas une condition fixée par la loi pour obtenir un logement "
        "social.",
        f"Le motif : {_motive(passage)}.",
        f"Votre demande sera radiée un mois après cette notification{from_when}. D'ici là, écrivez-nous si votre situation "
        "a changé, ou si ce motif vous paraît faux.",
        f"{_contact(passage)} peut vous aider à répondre.",
        APPEAL,
    ]


_BY_CODE = {
    "a": _award,
    "b1": _first_rank,
    "b2": _later_rank,
    "c": _conditional,
    "d": _not_awarded,
    "e": _inadmissible,
}


def _letter(passage: CalPresentation, code: str, subject: str, told: list[str]) -> Letter:
    return Letter(
        code=code,
        subject=subject,
        greeting=_greeting(passage),
        paragraphs=tuple(told),
        signature=f"Le service attribution, {passage.case.agreement.landlord}",
    )


def _greeting(passage: CalPresentation) -> str:
    holder = passage.case.household.holder
    civilities = {"ms": "Madame", "mr": "Monsieur"}
    civility = civilities.get(holder.civility, "") if holder else ""
    return f"{civility} {holder.last_name}," if holder and civility and holder.last_name else "Madame, Monsieur,"


def _dwelling(passage: CalPresentation) -> str:
    """Where it is and what it costs, as far as it is known."""
    one = passage.dwelling
    if one is None:
        return passage.dwelling_reference or "le logement présenté à la commission"
    parts = [one.typology, one.address, one.commune, f"référence {one.reference}"]
    if one.rent:
        charges = f" et {euros(one.charges)} de charges" if one.charges else ""
        parts.append(f"loyer {euros(one.rent)}{charges} par mois")
    return ", ".join(part for part in parts if part)


def _motive(passage: CalPresentation) -> str:
    """The agreed reason, and the words written for the household; « autre » is never printed alone."""
    words = passage.motive_text.strip().rstrip(".")
    agreed = str(passage.motive) if passage.motive and passage.motive.code != "other" else ""
    told = " : ".join(part for part in (agreed, words) if part) or "non précisé"
    return told[0].lower() + told[1:]


def _contact(passage: CalPresentation) -> str:
    """Who helps: the referent and her association, or the association."""
    referent, association = passage.case.referent, passage.case.agreement.association
    return f"{referent} ({association})" if referent else str(association)
