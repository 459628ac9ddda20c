"""The project does not start when the wall has a hole: an undeclared model, an undeclared view."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

from households.confidentiality import READERS, WRITERS, DataClass
from lodabord.kernel.access import rule_of


@register
def records_about_a_household_have_a_data_class(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A model that mentions a household or a case says what kind of thing it tells."""
    return [
        Error(
            f"{model._meta.label} parle d'un ménage et ne déclare pas de data_class",
            hint="Choisissez une classe de households.confidentiality.DataClass.",
            obj=model,
            id="lodabord.E001",
        )
        for model in apps.get_models()
        if {"household", "case"} & {field.name for field in model._meta.fields} and not hasattr(model, "data_class")
    ]


@register
def every_class_has_its_readers_and_writers(app_configs: Any, **kwargs: Any) -> list[Error]:
    """The matrix has no empty line."""
    return [
        Error(f"La classe « {one.label} » manque à READERS ou à WRITERS", id="lodabord.E002")
        for one in DataClass
        if one not in READERS or one not in WRITERS
    ]


@register
def every_view_declares_who_may_open_it(app_configs: Any, **kwargs: Any) -> list[Error]:
    """A view without an @access rule opens for nobody: say so before the first visitor does."""
    elsewhere = import_string(settings.ACCESS_RULES_OF_PACKAGES)
    return [
        Error(f"La vue « {name or path} » ne déclare pas de règle d'accès (@access)", id="lodabord.E003")
        for path, name, view in every_view()
        if rule_of(view, name, elsewhere) is None
    ]


def every_view() -> Iterator[tuple[str, str, Any]]:
    """(path, full name, view) of every pattern of the site."""
    yield from _walk(get_resolver(), "", "")


def _walk(resolver: URLResolver, path: str, namespace: str) -> Iterator[tuple[str, str, Any]]:
    for pattern in resolver.url_patterns:
        here = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, here, inner)
        elif isinstance(pattern, URLPattern):
            yield here, f"{namespace}{pattern.name or ''}", pattern.callback
