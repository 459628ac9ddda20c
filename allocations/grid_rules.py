"""What a pré-diagnostic grid may never ask (R-52; GDPR articles 9, 10 and 22). Pure.

Housing comes first, without any prior step: the grid prepares, it does not select. A word list does
not understand a sentence; it stops the ordinary slips and says why. The landlord's pilot, who agrees
each version, remains the second pair of eyes.
"""

import re
from typing import Any

from allocations.grid_changes import plain

FAMILIES: list[tuple[str, str]] = [
    (
        r"score|scores|scoring|notation|cotation|bareme|classement|sur 10|sur 20|pourcentage|points?(?! d)(?! a)",
        "Pas de note ni de score : la grille se lit critère par critère, et aucun total ne décide (RGPD article 22).",
    ),
    (
        r"(?:pas|non|est|etre|deja) pret\w*|pret[es]* (?:a|au|pour)|autonome pour|capacite a habiter|merite|prerequis|"
        r"prealable|parcours d hebergement|demarche d insertion|projet d insertion",
        "Ni « prêt », ni « pas prêt », ni étape préalable : le logement s'ouvre sans parcours exigé avant.",
    ),
    (
        r"sante|soins?|soigne[er]?|medical\w*|medecins?|maladies?|malade|diagnostic\w*|traitements?|medicaments?|"
        r"psychi\w+|psycholog\w+|psychiqu\w+|troubles? mentaux|addict\w+|alcool\w*|drogues?|toxico\w+|sevrage|abstinen\w+|"
        r"hospital\w+|handicaps?|invalidite|cmp|suivi psy",
        "Rien sur la santé : l'étayage se note à l'association seulement, sans détail ; ce n'est ni un critère partagé ni "
        "un préalable.",
    ),
    (
        r"en emploi|sans emploi|activite professionnelle|travaille|formation professionnelle|motivation",
        "Ni l'activité ni la motivation ne conditionnent l'accès au logement.",
    ),
    (
        r"casier|condamn\w+|detention|incarcer\w+|prison|judiciaire\w*|delit|infraction\w*|spip",
        "Les infractions ne se notent jamais ici (RGPD article 10).",
    ),
    (
        r"nationalite|origines?|ethni\w+|religi\w+|opinions?|orientation sexuelle|moeurs",
        "L'origine, la religion et les opinions ne se notent jamais ici (RGPD article 9).",
    ),
]
"""(words, why a criterion may not ask that)."""
LABEL_LENGTH, BLOCK_LENGTH = 120, 60
MOST_CRITERIA, MOST_BLOCKS = 80, 12


def forbidden(label: str) -> str | None:
    """Why a wording cannot be proposed, or None."""
    bare = plain(label)
    for words, why in FAMILIES:
        if re.search(rf"\b(?:{words})\b", bare):
            return f"« {label} » ne peut pas être proposé. {why}"
    return None


def reasons_against(criteria: list[dict[str, Any]]) -> list[str]:
    """Everything that stops a version from being submitted, at once."""
    told, labels = [], [one["label"] for block in criteria for one in block["criteria"]]
    blocks = [block["block"] for block in criteria]
    if not labels:
        return ["La grille est vide : ajoutez au moins un bloc et un critère."]
    told += [f"Le bloc « {block['block']} » n'a plus de critère : retirez-le, ou ajoutez-en un."
             for block in criteria if not block["criteria"]]  # fmt: skip
    if any(not one.strip() for one in [*labels, *blocks]):
        told.append("Un bloc ou un critère n'a pas de libellé : écrivez-le, ou retirez-le.")
    told += [f"« {one} » figure deux fois : gardez-en un seul." for one in _twice(labels)]
    told += [f"Deux blocs s'appellent « {one} » : renommez-en un." for one in _twice(blocks)]
    if len(labels) > MOST_CRITERIA or len(blocks) > MOST_BLOCKS:
        told.append(f"Une grille tient en {MOST_BLOCKS} blocs et {MOST_CRITERIA} critères au plus.")
    return told + [why for one in [*blocks, *labels] if (why := forbidden(one))]


def _twice(labels: list[str]) -> list[str]:
    seen: set[str] = set()
    again = []
    for one in labels:
        if plain(one) in seen and one.strip():
            again.append(one)
        seen.add(plain(one))
    return again
