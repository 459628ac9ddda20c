# Lodabord. `make` alone tells what there is.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
PACKAGES := python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 chromium poppler-utils
UV_RUN := UV_NO_PROGRESS=1 UV_LINK_MODE=copy
TESTS := $(BIN)/pytest -q -n 2 --dist loadgroup

.PHONY: help setup demo test check fix bench chaos reset lock system-packages require-system fonts

help: ## Liste ces commandes
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):[^#]*## /\1\t/' | awk -F '\t' '{printf "  make %-8s %s\n", $$1, $$2}'

setup: $(VENV)/.dev fonts ## Installe ce que demandent les autres commandes (.venv, polices, paquets du système)

demo: $(VENV)/.dev fonts ## Lance la démonstration sur 127.0.0.1 (PORT=8000)
	@PORT=$(PORT) exec $(BIN)/python -m lodabord.servers.supervisor

test: setup require-system ## Lance tous les tests, avec leurs vrais serveurs
	@$(TESTS)

check: setup require-system ## Tout ce que vérifie l'intégration continue
	@echo "— format" && $(BIN)/ruff format --check .
	@echo "— règles" && $(BIN)/ruff check .
	@echo "— gabarits" && $(BIN)/djlint templates --lint --quiet
	@echo "— types" && $(BIN)/mypy
	@echo "— pièces de la maison" && $(BIN)/lint-imports
	@echo "— migrations" && $(BIN)/python manage.py makemigrations --check --dry-run
	@echo "— verrous des dépendances" && ! grep -n '://' requirements/*.txt
	@echo "— tests" && $(TESTS)

fix: $(VENV)/.dev ## Remet en forme le code et les gabarits
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

bench: setup ## Mesure les pages et le rapport (rapports entre temps d'une même exécution)
	@$(BIN)/python -m bench.run

chaos: setup require-system ## Éprouve les rappels par des pannes et écrit docs/proofs.md (SEEDS=4)
	@$(BIN)/python -m bench.chaos.run

reset: ## Efface la démonstration (données de var/)
	@if [ -x $(BIN)/python ]; then $(BIN)/python -m lodabord.servers.reset; else rm -rf var/postgres var/broker; fi

lock: $(VENV)/.dev ## Recalcule les verrous de requirements/ depuis pyproject.toml
	@for set in prod demo dev boot; do \
	  case $$set in prod) src="pyproject.toml";; demo) src="pyproject.toml --group embedded";; \
	    dev) src="pyproject.toml --group dev";; boot) src="--group boot";; esac; \
	  $(BIN)/uv pip compile -q $$src --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header --no-annotate -o requirements/$$set.txt; done

$(VENV)/.boot: requirements/boot.txt
	@echo "Environnement Python : création…"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 ou plus récent est requis."; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(MAKE) --no-print-directory system-packages
	@$(PYTHON) -m venv $(VENV) || { echo "Installez le paquet python3-venv, puis recommencez."; exit 2; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/boot.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.boot requirements/dev.txt
	@echo "Dépendances : installation…"
	@$(UV_RUN) $(BIN)/uv pip sync --quiet --python $(BIN)/python --require-hashes requirements/dev.txt \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(MAKE) --no-print-directory system-packages
	@touch $@

# What only the system gives: Pango for PDF, Chromium and poppler for the tests.
system-packages:
	@if $(PYTHON) tools/system_packages.py --quiet; then :; \
	elif [ "$$(id -u)" = 0 ]; then echo "Paquets du système : installation…"; \
	  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGES) >/dev/null; \
	elif sudo -n true 2>/dev/null; then echo "Paquets du système : installation…"; \
	  sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(PACKAGES) >/dev/null; \
	else echo "Il manque des paquets du système. Installez-les par :"; echo "  sudo apt-get install $(PACKAGES)"; fi

require-system:
	@$(PYTHON) tools/system_packages.py || { echo "  sudo apt-get install $(PACKAGES)"; exit 2; }

fonts: var/build/.fonts

var/build/.fonts: $(VENV)/.dev
	@echo "Polices : préparation…"
	@mkdir -p var/build && $(BIN)/python -m lodabord.kernel.fonts && touch $@
