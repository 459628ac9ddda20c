"""`indicators_doc`: writes docs/indicators.md from the registry, so that the document cannot lag behind."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from reporting.indicators.retention import RULE
from reporting.masked_tables import BESIDE, NOT_TOLD, TABLES, rule
from reporting.parts.definitions import annex


def lines() -> Iterator[str]:
    """The document, line by line."""
    yield "# Indicateurs"
    yield ""
    yield "Écrit par `manage.py indicators_doc` depuis le registre (`reporting/indicators/`) : ne pas modifier à la main."
    yield "Un pourcentage est donné avec ses deux termes ; sous dix, les termes seuls ; sur personne, « sans objet »."
    for theme, indicators in annex():
        yield ""
        yield f"## {theme}"
        yield ""
        yield "| code | indicateur | définition | population | réussite | règle |"
        yield "|---|---|---|---|---|---|"
        for one in indicators:
            told = (one.code, one.label, one.definition, one.population, one.success or "—", f"v{one.rule_version}")
            yield f"| {' | '.join(told)} |"
        cautions = [f"- {one.code} : {one.caution}" for one in indicators if one.caution]
        if cautions:
            yield ""
            yield "À lire avec prudence :"
            yield ""
            yield from cautions
    yield ""
    yield f"Règle de M1 : {RULE}"
    yield ""
    yield "## Tables masquées pour les financeurs"
    yield ""
    yield rule("le seuil", "le seuil sensible")
    yield "Les deux seuils sont des paramètres datés de la convention."
    yield ""
    yield "| indicateur | table | seuil |"
    yield "|---|---|---|"
    for table in (*TABLES, *BESIDE):
        yield f"| {table.code} | {table.title} | {'seuil sensible' if table.sensitive else 'seuil'} |"
    yield ""
    yield "Jamais données aux financeurs :"
    yield ""
    yield from (f"- {part} : {why}" for part, why in NOT_TOLD.items())


def text() -> str:
    return "\n".join(lines()) + "\n"


class Command(BaseCommand):
    help = "Écrit docs/indicators.md depuis le registre des indicateurs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="dire seulement si le document est à jour")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "indicators.md"
        if options["check"]:
            if not path.is_file() or path.read_text(encoding="utf-8") != text():
                self.stderr.write("docs/indicators.md n'est pas à jour : manage.py indicators_doc")
                raise SystemExit(1)
            return
        path.write_text(text(), encoding="utf-8")
