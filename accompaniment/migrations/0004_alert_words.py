"""Words pointed out in a note for the CAL (sheets 03 §3.5-3.6 and 06 §6.4), each with why and what to say instead."""

from typing import Any

from django.db import migrations

HEALTH = "Touche à la santé : la note dit le besoin de logement, jamais sa cause."
NEED = "Le besoin : étage, ascenseur, calme, proximité."
OFFENCE = "Une infraction ou une peine ne se note ni ne se transmet (RGPD, article 10)."
PLACE = "La situation résidentielle et ses dates, sans dire de quel lieu il s'agit."
FACTS = "C'est un avis : la personne pourra lire ce texte, et le bailleur a besoin de faits."
DATED = "Un fait daté, ou ce que la personne sait faire."
ORIGIN = "Révèle une origine : elle n'a aucune place dans une attribution."
NOTHING = "Rien : le droit au séjour est vérifié au dossier de demande."
FAITH = "Révèle une croyance ou une pratique."
PLACE_WANTED = "Le secteur souhaité, sans la raison."
OTHERS = "Parle d'une autre personne, qui n'a pas donné son accord."
ROLE = "Dites-le sans elle : « séparation », « solution d'hébergement »…"
SAFETY = "Information très sensible : elle met la personne en danger si elle circule."

WORDS = {
    ("health", HEALTH, NEED): """diagnosti* psychiatr* psycholog* psychique* dépress* schizo* bipolaire* addict* alcool*
        drogu* toxicoman* sevrage* médicament* hospitalis* hôpital clinique maladie* malade* patholog* handicap* aah mdph
        suicid* cmp csapa enceinte grossesse thérap* ordonnance*""",
    (
        "offence",
        OFFENCE,
        PLACE,
    ): """condamn* prison* incarcér* détenu* détention pénal pénale* sursis probation spip délit*
        crime* plainte*""",
    ("judgement", FACTS, DATED): """fragile* fragilité* instable* immature* influençable* paress* menteu* mensonge*
        agressi* ingérable* incapable* sale déni marginal* désocialis* capricieu* assisté* feignant*""",
    ("origin", ORIGIN, NOTHING): """nationalité* étrang* immigr* migrant* migratoire* réfugié* asile rom roms africain*
        maghréb* algérien* marocain* tunisien* roumain* syrien* afghan* ukrainien* guinéen* ivoirien* ethni*""",
    ("religion", FAITH, PLACE_WANTED): """relig* musulman* islam* chrétien* catholique* protestant* juif juive* mosquée*
        église synagogue* ramadan halal voilée*""",
    ("third_party", OTHERS, ROLE): "ex-conjoint* ex-compagn* ex-mari ex-femme",
}
PHRASES = [
    ("traitement médical", "health", HEALTH, NEED),
    ("sous traitement", "health", HEALTH, NEED),
    ("violence*", "third_party", SAFETY, "Le besoin : un autre secteur, une adresse non communiquée."),
    ("garde à vue", "offence", OFFENCE, PLACE),
    ("casier judiciaire", "offence", OFFENCE, "Rien."),
    ("bracelet électronique", "offence", OFFENCE, PLACE),
    ("cas social", "judgement", FACTS, DATED),
    ("peu fiable", "judgement", FACTS, DATED),
    ("manque de volonté", "judgement", FACTS, DATED),
    ("mauvaise mère", "judgement", FACTS, DATED),
    ("mauvais père", "judgement", FACTS, DATED),
    ("sans papiers", "origin", ORIGIN, NOTHING),
    ("titre de séjour", "origin", ORIGIN, NOTHING),
    ("gens du voyage", "origin", ORIGIN, NOTHING),
    ("sa mère", "third_party", OTHERS, ROLE),
    ("son père", "third_party", OTHERS, ROLE),
    ("sa sœur", "third_party", OTHERS, ROLE),
    ("son frère", "third_party", OTHERS, ROLE),
    ("son voisin*", "third_party", OTHERS, ROLE),
    ("sa voisine*", "third_party", OTHERS, ROLE),
]


def load(apps: Any, schema_editor: Any) -> None:
    AlertWord = apps.get_model("accompaniment", "AlertWord")
    told = [(word, kind, reason, better) for (kind, reason, better), words in WORDS.items() for word in words.split()]
    for word, kind, reason, better in [*told, *PHRASES]:
        AlertWord.objects.using(schema_editor.connection.alias).update_or_create(
            word=word, defaults={"kind": kind, "reason": reason, "better": better}
        )


class Migration(migrations.Migration):
    dependencies = [("accompaniment", "0003_note_in_depth")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
