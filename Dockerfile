# The production image: site, worker and scheduler are the same image with another command.
FROM python:3.11-slim-bookworm

ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LODABORD_PRODUCTION=1 LODABORD_VAR=/var/lib/lodabord

RUN apt-get update -qq \
    && apt-get install -y -qq --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /app
COPY requirements/prod.txt requirements/
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/prod.txt

COPY . .
RUN useradd --system --uid 10001 --home-dir /var/lib/lodabord --create-home lodabord \
    && python -m lodabord.kernel.fonts \
    && LODABORD_SECRET_KEY=build DATABASE_URL=postgresql://build@localhost/build REDIS_URL=redis://localhost \
       python manage.py collectstatic --noinput --verbosity 0 -i 'htmax*' -i 'ext' -i 'htmx-4*' \
    && chown -R lodabord /var/lib/lodabord

USER lodabord
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=30s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/sante/', timeout=4)"]
CMD ["gunicorn", "lodabord.wsgi:application", "--bind", "0.0.0.0:8000", "--workers", "3", "--timeout", "60", "--max-requests", "2000"]
