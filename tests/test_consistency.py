"""The code about itself: what is declared is used, what is used is declared."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.management import call_command
from django.db import models

from households import wall
from lodabord.checks import every_view
from lodabord.kernel.fields import EnumField

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
PACKAGES = ["lodabord", "households", "allocations", "accompaniment", "reporting"]
USED_BY_PACKAGES = ("account/", "mfa/", "allauth/", "bootstrap5/", "admin/", "django/", "socialaccount/", "heroicons")
USED_BY_DJANGO = {"400.html", "403.html", "404.html", "500.html"}


def sources() -> str:
    python = [path.read_text() for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    pages = [path.read_text() for path in TEMPLATES.rglob("*.*") if path.suffix in (".html", ".txt", ".svg")]
    return "\n".join([*python, *pages])


def test_every_template_is_used():
    text = sources()
    orphans = [
        name
        for path in TEMPLATES.rglob("*.*")
        if (name := str(path.relative_to(TEMPLATES))) not in USED_BY_DJANGO
        and not name.startswith(USED_BY_PACKAGES)
        and name not in text
        and not (path.parent.name == "panels" and f'"{path.stem}"' in text)
    ]

    assert orphans == []


@pytest.mark.django_db(databases=["default", "owner"])
def test_no_migration_is_missing():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_the_project_has_no_complaint_against_itself():
    assert checks.run_checks() == []


def our_models():
    return [model for model in apps.get_models() if model._meta.app_label in wall.OUR_APPS]


def test_every_field_is_named_in_french_where_a_person_may_read_it():
    automatic = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.fields
        if field.verbose_name == field.name.replace("_", " ")
        and not field.primary_key
        and field.name not in FRENCH_ALREADY
    ]

    assert automatic == []


FRENCH_ALREADY = {
    *("code", "version", "date", "position", "password", "last_login", "condition", "conclusion", "programme"),
    *("association", "destination", "conditions", "commune", "surface", "composition", "module", "transmission"),
    *("format", "suspension", "action", "note", "type", "nature", "sections", "service"),
}
"""Words that are the same in both languages, and Django's own fields."""


def test_every_choice_is_checked_by_the_database():
    plain = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.fields
        if field.choices and isinstance(field, models.CharField) and not isinstance(field, EnumField)
    ]

    assert plain == []


def test_every_constraint_has_a_french_sentence():
    silent = [
        constraint.name
        for model in our_models()
        for constraint in model._meta.constraints
        if "Constraint" in constraint.get_violation_error_message()
        or "constraint" in constraint.get_violation_error_message().lower()
    ]

    assert silent == []


def test_no_page_carries_inline_style_or_script():
    guilty = [
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", path.read_text())
    ]

    assert guilty == []


def test_no_rule_of_role_hides_in_a_view_or_a_template():
    views = [path for package in PACKAGES for path in (ROOT / package).rglob("views/*.py")]
    pages = list(TEMPLATES.rglob("*.html"))
    pattern = re.compile(r"\bif\b[^\n:%]*\.role\b|membership\.role\s*(==|in)\b")

    assert [str(path.relative_to(ROOT)) for path in [*views, *pages] if pattern.search(path.read_text())] == []


def test_page_titles_name_nobody():
    titles = {
        str(path.relative_to(TEMPLATES)): found.group(1)
        for path in TEMPLATES.rglob("*.html")
        if (found := re.search(r"\{% block title %\}(.*?)\{% endblock %\}", path.read_text(), re.S))
    }

    assert [name for name, title in titles.items() if re.search(r"known_as|last_name|first_name|holder", title)] == []


def test_files_keep_one_subject():
    long = [
        f"{path.relative_to(ROOT)} ({lines})"
        for package in PACKAGES
        for path in (ROOT / package).rglob("*.py")
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 420
    ]

    assert long == []


def test_no_address_nor_path_of_a_machine_is_written_in_the_project():
    forbidden = re.compile(
        "pypi" + r"\.org|python" + r"hosted|deb\.deb" + r"ian|registry\.npm" + r"js|/ro" + r"ot/|/wo" + r"rk/"
    )
    tracked = [ROOT / name for name in ("pyproject.toml", "Makefile", "README.md", "Dockerfile", "docker-compose.yml")]
    tracked += [
        path
        for folder in (*PACKAGES, "requirements", "docs", "tests", "templates", "static")
        for path in (ROOT / folder).rglob("*.*")
    ]

    assert [
        str(path.relative_to(ROOT))
        for path in tracked
        if path.is_file()
        and path.suffix not in (".pyc", ".png", ".woff2")
        and forbidden.search(path.read_text(errors="ignore"))
    ] == []


def test_every_page_has_a_name_of_its_own():
    names = [name for path, name, view in every_view() if ":" in name and not name.startswith("admin:")]

    assert sorted({name for name in names if names.count(name) > 1}) == []


NOT_CROSSING = {
    "accompaniment/documents/_invitation_letter.html",  # a part of the invitation
    "accompaniment/documents/certificate.html",  # to the person, who shows it where she likes
    "accompaniment/documents/contract.html",  # between the association and the person
    "accompaniment/documents/invitation.html",  # to the household itself
    "accompaniment/documents/sign_in_sheet.html",  # kept by the association
    "accompaniment/documents/end_report.html",  # the same
    "accompaniment/documents/quarter_review.html",  # the same
    "allocations/documents/letter.html",  # to the household itself
    "households/documents/referral_sheet.html",  # to the prescriber who wrote it
    "reporting/documents/steering_report.html",  # figures
}


def test_every_print_that_crosses_the_wall_says_what_it_may_not_serve():
    crossing = '{% extends "documents/crossing.html" %}'
    documents = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.glob("*/documents/*.html")}
    mention = (TEMPLATES / "documents" / "_mention.html").read_text()

    assert "ne peut être versé à une procédure contentieuse" in mention
    assert {name for name, text in documents.items() if crossing not in text} == NOT_CROSSING
