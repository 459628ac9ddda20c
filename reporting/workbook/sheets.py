"""The sheets and columns of the workbook, declared once: template, import, export and documentation read this list."""

from dataclasses import dataclass
from datetime import date

from households.confidentiality import READERS, DataClass
from reporting.workbook import kinds as k
from reporting.workbook import vocabulary as v
from reporting.workbook.kinds import Kind

C = DataClass
LAST_YEAR = 2100


@dataclass(frozen=True)
class Column:
    """One column: its heading, how a cell is read, whether a cell and the column itself may be missing."""

    name: str
    kind: Kind
    help: str
    required: bool = False
    """Every row has it (« * »)."""
    data_class: str = ""
    """When it is more confidential than its sheet."""


@dataclass(frozen=True)
class Sheet:
    """One sheet: what a row is, who may read it, and which columns together are written once only."""

    name: str
    help: str
    data_class: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    track: str = ""
    """The only track it is about."""
    required: bool = False

    @property
    def of_households(self) -> bool:
        return self.columns[0].name == "menage"

    def column(self, name: str) -> Column:
        return next(one for one in self.columns if one.name == name)


def col(name: str, kind: Kind, help: str, data_class: str = "") -> Column:
    return Column(name.removesuffix("*"), kind, help, name.endswith("*"), data_class)


MENAGE = col("menage*", k.text(40), "le code du ménage, tel qu'il est dans « menages »")
LIVED = date(1940, 1, 1)
"""A lease in force may be old."""

SHEETS: tuple[Sheet, ...] = (
    Sheet("menages", "Un ménage par ligne. Le code est celui de votre suivi ; un autre est donné s'il n'est pas à notre forme.",
          C.IDENTITY, (
        col("code*", k.text(40), "votre code du ménage, cité dans les autres feuilles"),
        col("volet*", k.code(v.TRACK), "accès ou maintien"),
        col("composition*", k.code(v.COMPOSITION), "au moment de l'entrée", C.ADMINISTRATIVE),
        col("enfants_a_charge", k.whole(0, 20), "nombre d'enfants à charge", C.ADMINISTRATIVE),
        col("nom", k.text(80), "nom du titulaire"),
        col("prenom", k.text(80), "prénom du titulaire"),
        col("date_naissance", k.day(k.OLDEST_BIRTH), "du titulaire"),
        col("telephone", k.phone(), "du titulaire"),
        col("numero_unique", k.long_number(18), "de la demande de logement social", C.ADMINISTRATIVE),
        col("situation_a_l_entree", k.code(v.SITUATION), "où il vivait à l'orientation", C.ADMINISTRATIVE),
        col("public_prioritaire", k.words_list(200), "oui, non, ou les catégories (feuille « listes »)",
            C.SENSITIVE_PRIORITY),
        col("souffrance_psychique", k.yes_no(), "gardé seulement si la convention permet les données de santé", C.HEALTH),
        col("sexe", k.code(v.GENDER, v.ALIASES), "statistique", C.ADMINISTRATIVE),
        col("ressources", k.several(v.RESOURCES), "nature des ressources à l'entrée", C.ADMINISTRATIVE),
    ), ("code",), required=True),
    Sheet("orientations", "D'où vient le ménage : orientation (accès) ou repérage du bailleur (maintien). Une ligne par ménage.",
          C.PROCESS, (
        MENAGE,
        col("date*", k.day(), "jour de l'orientation ou du repérage"),
        col("prescripteur_type", k.code(v.PRESCRIBER), "accès seulement", C.REFERRAL),
        col("motifs", k.several(v.MOTIVES), "maintien seulement", C.REPORTED),
        col("classee_le", k.day(), "si le dossier a été classé avant toute mesure"),
        col("motif_classement", k.code(v.CLOSING), "avec la date de classement"),
    ), ("menage",), required=True),
    Sheet("prediagnostics", "Les pré-diagnostics réalisés.", C.ASSESSMENT, (
        MENAGE,
        col("date*", k.day(), "jour de la conclusion"),
        col("conclusion*", k.code(v.CONCLUSION), "conclusion"),
    ), ("menage", "date"), track="access"),
    Sheet("pre_cal", "Les décisions prises en séance de pré-CAL, ajournements compris.", C.PROCESS, (
        MENAGE,
        col("date*", k.day(), "jour de la séance"),
        col("decision*", k.code(v.PRECAL), "décision"),
        col("motif", k.text(200), "motif d'un refus, ou réorientation vers qui"),
    ), ("menage", "date"), track="access"),
    Sheet("arbitrages", "Les décisions communes d'entrée en maintien.", C.PROCESS, (
        MENAGE,
        col("date*", k.day(), "jour de la décision"),
        col("decision*", k.code(v.ARBITRATION), "décision"),
        col("motif", k.text(200), "motif d'un refus, ou réorientation vers qui"),
    ), ("menage", "date"), track="retention"),
    Sheet("mesures", "Les préparations et les suivis. Un changement d'intensité : une ligne de plus, qui suit la première.",
          C.PROCESS, (
        MENAGE,
        col("nature*", k.code(v.MEASURE), "préparation ou suivi"),
        col("debut*", k.day(), "premier jour"),
        col("fin", k.day(), "premier jour hors de la mesure ; vide si elle est en cours"),
        col("motif_fin", k.code(v.MEASURE_END), "pourquoi elle a fini", C.SOCIAL),
        col("intensite", k.code(v.INTENSITY), "rythme convenu du suivi ; hebdomadaire si rien n'est dit", C.SOCIAL),
        col("referent", k.text(120), "nom ou adresse électronique d'un membre de l'association"),
    ), ("menage", "nature", "debut")),
    Sheet("suspensions", "Les suspensions de l'accompagnement.", C.PROCESS, (
        MENAGE,
        col("debut*", k.day(), "premier jour suspendu"),
        col("fin", k.day(), "jour de la réactivation ; vide si elle dure"),
        col("motif", k.code(v.SUSPENSION), "pourquoi", C.SOCIAL),
    ), ("menage", "debut")),
    Sheet("cal", "Les passages en commission d'attribution.", C.PROCESS, (
        MENAGE,
        col("date*", k.day(), "jour de la commission"),
        col("decision*", k.code(v.CAL), "décision du CCH R441-3"),
        col("rang", k.whole(1, 20), "avec la décision b, et elle seule"),
        col("effet", k.yes_no(), "oui si le logement a été proposé au ménage"),
        col("logement", k.text(40), "référence, de la feuille « logements » si elle est remplie", C.TENANCY),
    ), ("menage", "date", "logement"), track="access"),
    Sheet("offres", "Les offres de logement et leurs réponses.", C.PROCESS, (
        MENAGE,
        col("notifiee_le*", k.day(), "jour de la notification"),
        col("reponse", k.code(v.OFFER), "vide si elle est attendue"),
        col("repondue_le", k.day(), "jour de la réponse"),
    ), ("menage", "notifiee_le"), track="access"),
    Sheet("logements", "Les logements cités dans « cal » et « baux ».", C.TENANCY, (
        col("reference*", k.text(40), "référence du bailleur"),
        col("commune", k.text(80), "commune"),
        col("typologie", k.code(v.TYPOLOGY), "typologie"),
        col("financement", k.code(v.FINANCING), "financement"),
        col("loyer", k.amount(5_000), "loyer mensuel hors charges"),
        col("charges", k.amount(5_000), "charges mensuelles"),
    ), ("reference",)),
    Sheet("baux", "Qui habite où, à quel titre. L'entrée en accès est la première ligne du ménage.", C.TENANCY, (
        MENAGE,
        col("logement", k.text(40), "référence, de la feuille « logements » si elle est remplie"),
        col("statut*", k.code(v.TENANCY), "statut d'occupation"),
        col("signe_le", k.day(LIVED), "jour de la signature"),
        col("entree_le*", k.day(LIVED), "jour de la remise des clés"),
        col("fin", k.day(LIVED), "premier jour où il n'y habite plus"),
        col("motif_fin", k.text(200), "pourquoi"),
    ), ("menage", "entree_le")),
    Sheet("visites", "Les visites et les autres contacts passés.", C.SOCIAL, (
        MENAGE,
        col("date*", k.day(), "jour"),
        col("nature*", k.code(v.VISIT), "nature"),
        col("statut*", k.code(v.VISIT_STATUS), "ce qu'il en a été"),
        col("duree_minutes", k.whole(1, 1_440), "durée"),
        col("themes", k.several(v.THEMES), "thèmes travaillés"),
    ), ()),
    Sheet("sollicitations", "Les appels et les demandes des ménages.", C.REQUEST, (
        MENAGE,
        col("recue_a*", k.instant(), "jour et heure de la demande"),
        col("intervention_a", k.instant(), "jour et heure de l'intervention ; vide s'il n'y en a pas eu"),
        col("canal", k.code(v.CHANNEL), "par où elle est venue"),
        col("hors_objectif", k.yes_no(), "oui si elle ne demandait pas d'intervention"),
    ), ("menage", "recue_a")),
    Sheet("sorties", "Les fins d'accompagnement.", C.SOCIAL, (
        MENAGE,
        col("date*", k.day(), "premier jour hors de la mesure"),
        col("motif*", k.code(v.EXIT), "motif"),
        col("destination", k.text(120), "où le ménage est allé"),
    ), ("menage", "date")),
    Sheet("seances", "Les séances des partenaires. Une séance déplacée : une ligne, à la date où elle s'est tenue.", C.PROCESS, (
        col("type*", k.code(v.MEETING), "nature de la séance"),
        col("date*", k.day(), "jour"),
        col("etat*", k.code(v.MEETING_STATE), "état"),
    ), ("type", "date", "etat")),
    Sheet("financements", "Le plan de financement, une ligne par financeur et par année ; les parts d'une année font 100 %.",
          C.PROCESS, (
        col("annee*", k.whole(2000, LAST_YEAR), "année"),
        col("financeur*", k.text(120), "nom de l'organisme"),
        col("part*", k.amount(100, "%"), "part du budget"),
        col("montant*", k.whole(0, 100_000_000), "montant prévu, en euros entiers"),
        col("depense", k.whole(0, 100_000_000), "montant dépensé, en euros entiers"),
    ), ("annee", "financeur")),
    Sheet("impayes", "Facultative : le compte locataire, relevé par relevé.", C.REPORTED, (
        MENAGE,
        col("date*", k.day(), "jour du relevé"),
        col("dette", k.amount(1_000_000), "dette"),
        col("loyer_net", k.amount(10_000), "ce que le ménage doit chaque mois"),
        col("stade", k.code(v.ARREARS_STAGE), "étape de la procédure"),
        col("plan_respecte", k.yes_no(), "vide s'il n'y a pas de plan"),
    ), ("menage", "date")),
    Sheet("troubles", "Facultative : les troubles de voisinage constatés.", C.REPORTED, (
        MENAGE,
        col("date*", k.day(), "jour du constat"),
        col("nature", k.code(v.DISTURBANCE), "nature"),
        col("cesse_le", k.day(), "jour où il a cessé"),
    ), ("menage", "date", "nature")),
    Sheet("relais", "Facultative : les relais demandés pour le ménage. Un type inconnu est gardé comme « autre », avec vos mots.",
          C.SOCIAL, (
        MENAGE,
        col("type*", k.text(120), "type de relais (feuille « listes »)"),
        col("demande_le*", k.day(), "jour de la demande"),
        col("effectif_le", k.day(), "jour où il est devenu effectif ; vide sinon"),
    ), ("menage", "type", "demande_le")),
)  # fmt: skip
BY_NAME = {sheet.name: sheet for sheet in SHEETS}
NOTICE, LISTS = "notice", "listes"
NOT_READ = frozenset({NOTICE, LISTS})
"""Sheets of the template that hold no data."""


def read_by(role: str | None) -> list[tuple[Sheet, list[Column]]]:
    """The sheets and columns that a role may read (None: the programme itself). A sheet needs its required columns."""
    told = []
    for sheet in SHEETS:
        columns = [one for one in sheet.columns if role is None or role in READERS[one.data_class or sheet.data_class]]
        needed = all(one in columns for one in sheet.columns if one.required)
        if needed and (role is None or role in READERS[sheet.data_class]):
            told.append((sheet, columns))
    return told
