# Two stages: the first fetches exactly what the lock names and verifies every hash, the second installs the
# service from those files alone, without the development tools, and runs it as nobody special.
FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.txt .
RUN pip download --no-cache-dir --require-hashes --only-binary :all: --dest /wheels -r requirements.txt
COPY . .
RUN pip install --no-cache-dir --no-index --find-links /wheels hatchling \
    && pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels .

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/clausewatch clausewatch
RUN --mount=type=bind,from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-index --find-links /wheels clausewatch
USER clausewatch
WORKDIR /var/lib/clausewatch
ENV PYTHONUNBUFFERED=1
VOLUME /var/lib/clausewatch
EXPOSE 8710
HEALTHCHECK --interval=1m --timeout=5s --start-period=20s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8710/healthz', timeout=4)"]
ENTRYPOINT ["clausewatch"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8710"]
