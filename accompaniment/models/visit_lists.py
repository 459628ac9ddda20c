"""What a report ticks: themes worked on, who was there."""

from django.db import models


class Theme(models.TextChoices):
    """What was worked on: the seven of the programme sheet, neighbourhood, housing, other (R-32)."""

    BUDGET = "budget", "Gestion budgétaire"
    SOMATIC_CARE = "soins_somatiques", "Soins somatiques"
    EMPLOYMENT = "emploi", "Travail et emploi"
    ADMIN = "demarches", "Démarches administratives"
    PARENTING = "parentalite", "Parentalité et relations intrafamiliales"
    HYGIENE = "hygiene", "Hygiène dans le logement"
    GROUP = "collectif", "Activités collectives"
    NEIGHBOUR = "voisinage", "Voisinage"
    HOUSING = "logement", "Logement, équipement"
    OTHER = "autre", "Autre"


class Present(models.TextChoices):
    """Who was there: in which capacity, never by name."""

    HOLDER = "titulaire", "La personne"
    PARTNER = "conjoint", "Conjoint ou conjointe"
    CHILDREN = "enfants", "Enfants"
    RELATIVE = "proche", "Un proche"
    COLLEAGUE = "collegue", "Un collègue"
    PARTNER_SERVICE = "partenaire", "Un partenaire"
    LANDLORD = "bailleur", "Le bailleur ou le gardien"
    INTERPRETER = "interprete", "Un interprète"
