# Every step is a command that `.ci/image` runs without Docker.
FROM python:3.11-slim-bookworm

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=caucus_site.settings.production \
    PATH=/srv/venv/bin:/usr/local/bin:/usr/bin:/bin

WORKDIR /srv/caucus

COPY requirements/base.txt requirements/base.txt
RUN python3 -m venv /srv/venv && \
    /srv/venv/bin/pip install --quiet --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/base.txt

COPY . .
# Settings want their variables even where nothing is secret and nothing is asked; these exist in this step alone.
RUN set -a && eval "$(python3 -m caucus_site.core.servers.development_secrets)" && \
    CAUCUS_DATABASE_URL=postgres://none/none CAUCUS_REDIS_URL=redis://none CAUCUS_EMAIL_URL=smtp://none \
    CAUCUS_FROM_EMAIL=none@example.org CAUCUS_BASE_URL=https://caucus.example \
    /srv/venv/bin/python manage.py collectstatic --noinput --verbosity 0
RUN mkdir -p /srv/media && chown 10001:10001 /srv/media

USER 10001:10001
VOLUME /srv/media
ENV CAUCUS_MEDIA_ROOT=/srv/media
EXPOSE 8000

CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "1", "caucus_site.wsgi:application"]
