"""What the people of the demo write. Fictitious; facts and the person's words, never a diagnosis."""

REFERRAL_REASONS = [
    "Personne connue de notre service depuis plusieurs mois, en demande de logement stable. Souhaite un appui.",
    "Fin de prise en charge prévue ; la personne ne souhaite pas un nouvel hébergement et se dit prête à vivre seule.",
    "Demande de logement social déposée, démarches bien avancées. L'accompagnement rassurerait tout le monde.",
    "Parcours d'hébergements successifs. Bonne gestion du quotidien, besoin d'appui sur les démarches et le budget.",
    "A déjà été locataire. Souhaite retrouver un logement et voir sa famille plus souvent.",
]
CONTACTS = ["Mme Perrin", "M. Aubert", "Mme Costa", "M. Legrand", "Mme Nguyen", "M. Faure"]
ASSESSMENT_NOTES = [
    "Trois entretiens. La personne explique clairement son parcours et ce qu'elle attend d'un logement. Le budget est "
    "simulé ensemble, le reste à vivre est compris. À consolider : le courrier et le classement des papiers.",
    "Deux rencontres, dont une sur son lieu d'hébergement. Bonne connaissance du quartier souhaité. Inquiétude "
    "exprimée sur la solitude les premiers temps : en reparler pendant la préparation.",
    "Entretien long, la personne a apporté tous ses documents. Elle demande que l'on reprenne pas à pas la demande "
    "de logement et les aides. Points d'appui : ponctualité, entourage amical.",
]
TO_PREPARE = [
    "Budget et reste à vivre, ouverture des droits à l'APL, classement du courrier.",
    "Droits et devoirs du locataire, énergie, premiers achats d'installation.",
    "Visite des quartiers souhaités, voisinage, démarches de changement d'adresse.",
    "Assurance, dépôt de garantie (FSL), rendez-vous administratifs.",
]
PROPOSALS = [
    "Proposition : retenir. Projet de logement autonome travaillé avec la personne, disponibilité pour la préparation.",
    "Proposition : retenir, en commençant par le budget et les démarches.",
    "Proposition : examiner la situation ; la personne souhaite rester sur le secteur de son réseau.",
]
ATTENTION = [
    "Souhaite être accompagnée à la signature du bail. Préfère être jointe par SMS.",
    "Garde ses enfants un week-end sur deux : une chambre de plus lui serait utile.",
    "Demande un logement proche d'une ligne de bus. Ne souhaite pas de rez-de-chaussée.",
]
ACTIONS = [
    ("Vérifier la date de renouvellement de la demande de logement", "association"),
    ("Envoyer la liste des résidences du secteur souhaité", "landlord"),
    ("Prendre rendez-vous pour simuler l'APL", "association"),
    ("Dire si une visite de quartier est possible", "landlord"),
    ("Récupérer l'avis d'imposition", "association"),
]
MISSING = ["Avis d'imposition", "Attestation de renouvellement de la demande", "Justificatif de ressources"]
OBJECTIVES = [
    "« Avoir ma clé, mon nom sur la boîte aux lettres, et payer mon loyer sans y penser. »",
    "« Accueillir mes enfants le week-end dans un vrai chez-moi. »",
    "« Comprendre mes papiers et ne plus avoir peur du courrier. »",
    "« Trouver un travail près de chez moi une fois installé. »",
    "« Dormir tranquille, cuisiner, inviter ma sœur. »",
]
RETENTION_OBJECTIVES = [
    "« Garder mon logement et remettre mes comptes d'aplomb. »",
    "« Que ça se passe mieux avec les voisins. »",
]
CAL_NOTE = {
    "household": "{who}. Typologie utile : {typology}.",
    "housing_path": "{path} Demande de logement social active. A déjà géré un espace de vie personnel.",
    "resources": "{resources} Taux d'effort simulé : 24 % après APL. Garantie : FSL sollicité (dépôt et assurance).",
    "prepared": "Dix modules suivis, présence régulière. Budget tenu sur trois mois, classement des papiers en place.",
    "wishes": "Souhaite {area}. Transports en commun nécessaires.",
    "support": "Référent unique, visite chaque semaine à domicile, réponse dans la demi-journée ou la journée, sans "
    "limite de durée. Relais possibles avec les services de droit commun.",
    "contact": "{referent}, joignable aux heures de bureau ; le chef de service en son absence.",
}
AREAS = ["le quartier du Canal", "le centre, près des commerces", "les Tilleuls, proche de l'école", "tout secteur"]
PATHS = {
    "street": "Sans logement depuis plusieurs mois, suivi régulier avec l'accueil de jour.",
    "emergency_shelter": "Hébergement d'urgence depuis plus de six mois, sans incident.",
    "integration_shelter": "Hébergement d'insertion en cours, contrat respecté.",
    "third_party": "Hébergement chez un tiers, qui prend fin.",
    "hotel": "Prise en charge à l'hôtel, stable depuis plusieurs mois.",
    "institution": "Sortie d'établissement préparée avec l'équipe qui accompagnait la personne.",
}
REPORTS = {
    "budget": [
        "Point sur le budget du mois : loyer payé, facture d'énergie étalée. Tableau mis à jour ensemble.",
        "Relevé de compte relu. Deux prélèvements inutiles repérés, résiliés par courrier.",
        "Simulation du mois prochain ; une marge de 40 € est mise de côté pour l'assurance.",
    ],
    "demarches": [
        "Déclaration de ressources faite en ligne. Identifiants notés dans le classeur.",
        "Changement d'adresse terminé. Reste la carte de transport.",
        "Courrier trié : trois réponses préparées, une à poster.",
    ],
    "logement": [
        "Fuite sous l'évier signalée au gardien, rendez-vous pris par la personne.",
        "Montage du lit et des étagères avec un bénévole. La chambre est installée.",
        "Tour du logement : aération et chauffage réglés, compteur relevé.",
    ],
    "voisinage": [
        "Échange sur les horaires de machine à laver. La voisine a été saluée, tout va bien.",
        "Visite calme. Le règlement de l'immeuble a été relu ensemble.",
    ],
    "hygiene": [
        "Logement bien tenu. Astuces échangées pour le linge.",
        "Organisation du rangement : deux sacs déposés à la recyclerie.",
    ],
    "emploi": [
        "Curriculum vitae repris. Rendez-vous fixé avec le conseiller emploi.",
        "Mission d'intérim de deux semaines acceptée ; horaires de visite adaptés.",
    ],
    "parentalite": [
        "Les enfants étaient présents. Inscription à la cantine faite.",
        "Préparation de l'accueil du week-end : literie et repas prévus.",
    ],
    "collectif": ["Participation à l'atelier cuisine de jeudi proposée et acceptée."],
    "soins_somatiques": ["Rendez-vous chez le médecin traitant pris par la personne, trajet repéré."],
    "autre": ["Moment convivial autour d'un café, sans sujet pressant. La personne va bien."],
}
PERSON_SAYS = [
    "« Ça fait du bien d'avoir une visite fixe. »",
    "« J'ai payé mon loyer tout seul ce mois-ci. »",
    "« Je voudrais repeindre la cuisine. »",
    "« Les soirées sont longues, mais je m'habitue. »",
    "« Je préfère qu'on se voie le matin. »",
    "",
    "",
]
NEXT_STEPS = [
    "La personne poste le courrier avant vendredi. Le référent rappelle la CAF.",
    "Apporter les trois derniers relevés à la prochaine visite.",
    "Prendre rendez-vous au FSL ensemble la semaine prochaine.",
    "Repasser voir le gardien pour la boîte aux lettres.",
    "",
]
ABSENT = ["Personne à l'interphone, message laissé.", "Absent, SMS envoyé, réponse le lendemain.", "Mot déposé."]
CANCELLED = {
    "annulee_menage": ["A prévenu le matin : rendez-vous à la mission locale.", "A préféré reporter, fatigue."],
    "annulee_service": ["Réunion d'équipe non déplaçable.", "Référent absent, pas de remplacement possible."],
}
REQUESTS = [
    "Plus de chauffage depuis ce matin",
    "Courrier du propriétaire qu'il ne comprend pas",
    "Serrure bloquée, ne peut plus entrer",
    "Demande d'aide pour une facture d'énergie",
    "Voisin bruyant cette nuit, inquiétude",
    "A perdu sa carte bancaire",
    "Convocation reçue, ne sait pas quoi répondre",
    "Fuite d'eau dans la salle de bain",
    "Souhaite avancer la visite",
    "Question sur le montant de l'APL",
    "Le frigo est en panne",
    "Besoin d'un justificatif de domicile",
]
REQUEST_OUTCOMES = [
    "Réglé ensemble au téléphone.",
    "Passage au logement, gardien prévenu, réparation faite.",
    "Rendez-vous au service, courrier rédigé.",
    "Appel au fournisseur fait avec la personne.",
]
FREE_NOTES = [
    "Point d'équipe : rythme maintenu, la personne prend de l'assurance.",
    "Anniversaire de l'entrée dans le logement à marquer le mois prochain.",
    "Penser à proposer le groupe du jeudi.",
]
PSYCHOLOGIST_NOTES = [
    "Entretien d'écoute, à la demande de la personne. Un prochain rendez-vous est convenu.",
    "Échange sur les débuts dans le logement et sur le silence du soir. Souhaite poursuivre.",
]
SHARED_PSYCHOLOGIST_NOTE = "Pour l'équipe : privilégier des visites le matin et prévenir la veille par SMS."
REPORT_FACTS = {
    "arrears": "Deux à trois loyers impayés ; deux relances restées sans réponse.",
    "disturbance": "Bruit en soirée constaté à trois dates par le gardien.",
    "upkeep": "Encombrement du balcon et du hall constaté lors de la visite annuelle.",
    "isolation": "N'ouvre plus et ne répond plus aux courriers depuis deux mois.",
}
ALREADY_TRIED = "Deux appels, un courrier, un passage de la conseillère sociale. Plan d'apurement proposé."
OPINION_MOTIVES = {
    ("paul", "favourable"): "Dette récente, ménage joignable par la gardienne ; un plan reste possible.",
    ("bruno", "favourable"): "Le ménage demande de l'aide pour ses droits et son budget.",
    ("paul", "reserved"): "Les leviers du droit commun n'ont pas tous été essayés.",
    ("bruno", "reserved"): "Un accompagnement de droit commun paraît suffire.",
}
LANDLORD_SUMMARY = "Locataire depuis plusieurs années. Faits datés et compte locatif joints ; le ménage est informé."
