# Everything a newcomer needs. `make run` and `make test` set up what they use by themselves.
PYTHON := .venv/bin/python
# Enough of a configuration to be judged.
PRODUCTION := DJANGO_SETTINGS_MODULE=caucus_site.settings.production CAUCUS_ALLOWED_HOSTS=caucus.example \
	CAUCUS_BASE_URL=https://caucus.example CAUCUS_EMAIL_URL=submission://mail.example:587 CAUCUS_FROM_EMAIL=caucus@caucus.example

help: ## List what make can do
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | tr "|" "\t"

setup: .venv/.installed ## Create .venv with the locked dependencies

.venv/.installed: requirements/dev.txt .ci/setup
	bash .ci/setup

run: .venv/.installed ## Run Caucus with its own servers and a demonstration caucus, until Ctrl-C
	$(PYTHON) manage.py run $(ARGS)

test: .venv/.installed ## Run the tests on private servers; ARGS="-k feed" and the like go to pytest
	$(PYTHON) -m pytest $(ARGS)

lint: .venv/.installed ## Check style, layers, types, templates, migrations and the production settings
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	.venv/bin/lint-imports
	CAUCUS_DATABASE_URL=postgres://unused $(PYTHON) -m mypy
	$(PYTHON) -m djlint --check --lint --quiet .
	$(PYTHON) manage.py api_schema --check
	.venv/bin/check-jsonschema --builtin-schema vendor.compose-spec docker-compose.yml
	.venv/bin/hadolint Dockerfile
	$(PYTHON) manage.py makemigrations --check --dry-run
	env $$($(PYTHON) -m caucus_site.core.servers.development_secrets) $(PRODUCTION) $(PYTHON) manage.py check --deploy --fail-level WARNING

bench: .venv/.installed ## Measure how cost grows; prints ratios
	$(PYTHON) -m tests.bench $(ARGS)

schema: .venv/.installed ## Write the API's OpenAPI document anew, unless partners would stumble over it
	$(PYTHON) manage.py api_schema --write $(ARGS)

lock: .venv/.installed ## Renew requirements/*.txt from pyproject.toml
	.venv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements/base.txt
	.venv/bin/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate -o requirements/dev.txt

reset: .venv/.installed ## Forget the private servers' data, after asking (YES=1 does not ask)
	$(PYTHON) -m caucus_site.core.servers.reset

.PHONY: help setup run test lint bench schema lock reset
