"""Who plays in the demo: fictitious organisations and people. No Django here: the launcher prints this too."""

from dataclasses import dataclass

DEMO_PASSWORD = "soleil-brique-canal-2025"
"""One for all, printed by `make demo`. Fictitious data only; a real site never loads the demo."""

LANDLORD, ASSOCIATION, OTHER_ASSOCIATION = "Bailleur Démo", "Association Démo", "Autre Association Démo"
STATE, METROPOLIS = "État Démo", "Métropole Démo"
HERE, THERE = ("MD", "Métropole Démo"), ("LD", "Littoral Démo")
AGENCIES = {"Agence Centre": "MD", "Agence Canal": "MD", "Agence des Tilleuls": "MD", "Agence du Port": "LD"}
"""The landlord's local offices, by territory."""
PRESCRIBERS = {
    "siao": "SIAO Démo",
    "hebergement_urgence": "Abri de nuit Démo",
    "chrs": "CHRS Les Marronniers Démo",
    "accueil_jour": "Accueil de jour Démo",
    "ccas": "CCAS Démo",
    "service_social": "Service social Démo",
    "sante": "Centre hospitalier Démo",
    "spip": "SPIP Démo",
}
"""The prescribers of the demo, by type."""
OPERATOR = "Exploitant Démo"


@dataclass(frozen=True)
class Player:
    """An account: who, in which role, for whom, under which agreement (none: all of the organisation's)."""

    key: str
    first_name: str
    last_name: str
    role: str
    organisation: str
    agreement: str | None
    says: str
    signs_in: bool = True

    @property
    def email(self) -> str:
        return f"{self.key}@demo.test"


PLAYERS = [
    Player("leila", "Leïla", "Marchal", "asso_worker", ASSOCIATION, "DEMO", "association, référente"),
    Player("ines", "Inès", "Fontaine", "asso_worker", ASSOCIATION, "DEMO", "association, référente"),
    Player("bruno", "Bruno", "Lemaire", "asso_head", ASSOCIATION, "DEMO", "association, chef de service"),
    Player("nour", "Nour", "Haddad", "asso_psy", ASSOCIATION, "DEMO", "association, psychologue"),
    Player("charlie", "Charlie", "Vidal", "asso_worker", OTHER_ASSOCIATION, "DEMO-2", "autre association, référent"),
    Player("helene", "Hélène", "Aubry", "asso_head", OTHER_ASSOCIATION, "DEMO-2", "", signs_in=False),
    Player("paul", "Paul", "Renaud", "landlord_pilot", LANDLORD, None, "bailleur, pilote"),
    Player("diane", "Diane", "Caron", "landlord_alloc", LANDLORD, "DEMO", "bailleur, attributions"),
    Player("sophie", "Sophie", "Mercier", "landlord_social", LANDLORD, "DEMO", "bailleur, conseillère sociale"),
    Player("karim", "Karim", "Belaïd", "landlord_client", LANDLORD, "DEMO", "bailleur, chargé de clientèle"),
    Player("emile", "Émile", "Garnier", "funder", METROPOLIS, "DEMO", "financeur"),
    Player("camille", "Camille", "Royer", "prescriber", PRESCRIBERS["siao"], "DEMO", "prescriptrice"),
    Player("admin", "Ambre", "Technique", "admin", OPERATOR, "DEMO", "administration technique, aucun dossier"),
]
ACCOUNTS = {player.email: player.says for player in PLAYERS if player.signs_in}
