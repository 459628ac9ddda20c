"""Static files of packages: the few we serve, found where pip put them; nothing copied into this repository."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

SERVED = {
    "vendor/bootstrap/bootstrap.min.css": ("bootstrap", "css/bootstrap.min.css"),
    "vendor/bootstrap/bootstrap.bundle.min.js": ("bootstrap", "js/bootstrap.bundle.min.js"),
    "vendor/htmx/htmx-2.min.js": ("django_htmx", "static/django_htmx/htmx-2.min.js"),
}
"""Address on the site, package, path in the package (the file keeps its name)."""


def source(name: str) -> Path:
    """Where a served file lies on this machine."""
    package, path = SERVED[name]
    return Path(str(files(package).joinpath(path)))


class PackageFilesFinder(BaseFinder):
    """Serves the chosen files and nothing else of their packages."""

    def check(self, **kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        if path not in SERVED:
            return []
        found = str(source(path))
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        for name in SERVED:
            storage = FileSystemStorage(location=str(source(name).parent))
            storage.prefix = str(Path(name).parent)  # type: ignore[attr-defined]
            yield source(name).name, storage


class LeanManifestStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed names in production. Source maps are not shipped, so their mentions are left alone."""

    patterns = tuple(
        (
            extension,
            tuple(one for one in found if "sourceMappingURL" not in (one[0] if isinstance(one, tuple) else one)),
        )
        for extension, found in CompressedManifestStaticFilesStorage.patterns
    )
