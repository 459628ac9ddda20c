"""The sections of the note for the CAL (sheet 06 §6.4): what each must contain, and what none ever says."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SectionGuide:
    """A section of the note: its title, and what its reader needs to find there."""

    title: str
    expects: str


SECTIONS = {
    "household": SectionGuide(
        "Le ménage (composition, typologie utile)",
        "Qui vivra dans le logement, les enfants accueillis, la typologie utile (T1 à T5) et pourquoi.",
    ),
    "housing_path": SectionGuide(
        "Parcours logement (faits, dates)",
        "Où la personne a vécu, de quand à quand, baux tenus, fin de chaque séjour en un mot.",
    ),
    "resources": SectionGuide(
        "Ressources, taux d'effort simulé, garanties",
        "Nature et montant des ressources, loyer visé et taux d'effort après APL, garanties (FSL, Visale, Loca-Pass).",
    ),
    "prepared": SectionGuide(
        "Ce qui a été préparé (modules, assiduité)",
        "Modules suivis, présence, ce qui est acquis et ce qui reste à travailler.",
    ),
    "wishes": SectionGuide(
        "Souhaits et contraintes (secteurs, école, accessibilité)",
        "Secteurs souhaités et à éviter, école, transports, étage ou ascenseur : le besoin, jamais sa cause.",
    ),
    "support": SectionGuide(
        "Accompagnement garanti (référent, visites, réactivité, relais)",
        "Référent, visites chaque semaine, réponse dans la demi-journée ou la journée, durée ouverte, relais.",
    ),
    "contact": SectionGuide(
        "Interlocuteur joignable par le bailleur",
        "Nom, téléphone professionnel, heures, et qui répond en son absence.",
    ),
}
"""The eighth part of the note is the mention « lu avec la personne », written by the programme."""

FORBIDDEN = {
    "Santé": "ni diagnostic, ni traitement, ni hospitalisation, ni addiction",
    "Infractions": "ni condamnation, ni détention, ni plainte",
    "Jugement": "des faits datés, pas d'avis sur la personne ou sa famille",
    "Origine": "ni nationalité, ni parcours migratoire, ni langue",
    "Religion": "ni croyance, ni pratique",
    "Autres personnes": "aucun nom de proche, de voisin ou de soignant",
}
"""What never has its place there, with examples; the same list is beside the text and in the guide."""

LONGEST = 1500
"""Characters of one section; the page is the true measure."""
