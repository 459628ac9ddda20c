"""The first version of the pré-diagnostic grid, which partners then amend together (sheet 06 §6.2, decision 4).

Health support is not a criterion of this shared grid: it is `accompaniment.HealthNeed`, the association's.
"""

from datetime import date

from allocations.models import GridVersion
from lodabord.partners.models import Agreement

FIRST_CRITERIA: list[tuple[str, list[tuple[str, str]]]] = [
    (
        "Pouvoir louer",
        [
            ("residence", "Séjour régulier et durable"),
            ("identity", "Pièces d'identité"),
            ("housing_request", "Demande de logement social active"),
            ("tax_notice", "Avis d'imposition"),
            ("income_rights", "Ressources ouvertes"),
            ("income_ceiling", "Ressources sous le plafond PLAI ou PLUS"),
            ("marital_status", "Situation matrimoniale réglée"),
            ("rent_debt", "Dette locative antérieure connue, plan en place"),
            ("overindebtedness", "Surendettement traité"),
            ("protection", "Mesure de protection en place si besoin"),
        ],
    ),
    (
        "Savoir louer",
        [
            ("rent_knowledge", "Connaît loyer, charges et APL"),
            ("effort_simulated", "Taux d'effort et reste à vivre simulés"),
            ("deposit", "Peut payer dépôt de garantie et assurance"),
            ("bank_account", "Compte bancaire ouvert"),
            ("mail", "Gère son courrier"),
        ],
    ),
    (
        "Savoir habiter",
        [
            ("experience", "Expérience d'un logement"),
            ("upkeep", "Entretien"),
            ("energy", "Énergie et eau"),
            ("safety", "Sécurité"),
            ("equipment", "Équipement et mobilier"),
            ("pet", "Animal pris en compte"),
        ],
    ),
    (
        "S'adapter à son environnement",
        [
            ("area_wish", "Souhait de quartier exprimé"),
            ("relations", "Ressources relationnelles"),
            ("isolation", "Lien avec d'autres personnes"),
            ("neighbours", "Relations de voisinage"),
            ("mobility", "Mobilité"),
            ("children", "Enfants : école, droit de visite"),
        ],
    ),
    (
        "Besoin d'accompagnement",
        [
            ("themes", "Thèmes à travailler repérés"),
            ("intensity", "Rythme d'accompagnement proposé"),
            ("relays", "Relais déjà en place"),
            ("availability", "Disponible pour la préparation"),
        ],
    ),
    (
        "Adhésion",
        [
            ("wants_housing", "Souhaite un logement (autonome ou accompagné)"),
            ("understands", "Comprend le dispositif"),
            ("accepts_visits", "Accepte les visites"),
            ("accepts_sharing", "Accord sur ce qui est partagé"),
        ],
    ),
]


def first_grid(agreement: Agreement, on: date) -> GridVersion:
    """The grid an agreement starts with, in force from that day."""
    criteria = [
        {"block": block, "criteria": [{"code": code, "label": label} for code, label in lines]}
        for block, lines in FIRST_CRITERIA
    ]
    return GridVersion.objects.create(agreement=agreement, number=1, criteria=criteria, proposed_on=on, agreed_on=on)
