"""A real site for the browser: its own database, the demo in it, gunicorn in front, Chromium to visit it."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from lodabord.demo.cast import DEMO_PASSWORD
from tests.plugin import CLUSTER

ROOT = Path(__file__).parents[2]
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The address of a site that shows today's demo."""
    assert CLUSTER is not None, "les parcours au navigateur demandent la base embarquée"
    CLUSTER.ensure_database("lodabord_site")
    addresses = {
        "DATABASE_URL": CLUSTER.url("lodabord_web", "lodabord_site"),
        "DATABASE_OWNER_URL": CLUSTER.url("lodabord_owner", "lodabord_site"),
    }
    environment = {**os.environ, **addresses}
    for command in (["migrate", "--verbosity", "0"], ["seed_demo", "--if-empty", "--verbosity", "0"]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "lodabord.wsgi:application", "--bind", f"127.0.0.1:{port}", "--workers", "2",
         "--log-level", "error"],
        cwd=ROOT, env=environment,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    _wait_for(f"{address}/compte/login/")
    yield address
    server.terminate()
    server.wait(timeout=20)


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(url, timeout=3):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("le site n'a pas démarré")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The system's own Chromium; closed with its module, for its event loop must not outlive it in this thread."""
    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(site: str, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Sign in as somebody, on a desk or on a phone. What the browser complains about is kept on the page."""
    contexts = []

    def sign_in(name: str, *, width: int = 1280) -> Page:
        context = chromium.new_context(
            base_url=site, locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": width, "height": 900}
        )
        contexts.append(context)
        page = context.new_page()
        page.complaints = []  # type: ignore[attr-defined]
        page.on("console", lambda told: page.complaints.append(told.text) if told.type == "error" else None)  # type: ignore[attr-defined]
        page.goto("/compte/login/")
        page.fill("#id_login", f"{name}@demo.test")
        page.fill("#id_password", DEMO_PASSWORD)
        page.click("main button.btn-primary")
        page.wait_for_url("**/")
        return page

    yield sign_in
    for context in contexts:
        context.close()
