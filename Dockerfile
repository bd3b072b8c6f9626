# One image, several commands: `docker run machinepark serve fleet`, `… serve gateway`, `… migrate`, `… doctor`.
FROM python:3.12-slim AS build
WORKDIR /build
COPY requirements/run.txt requirements/run.txt
# An index or a proxy of your own: `docker build --secret id=pip.conf,src=/etc/pip.conf .`; nothing of it stays in the image.
RUN --mount=type=secret,id=pip.conf,target=/etc/pip.conf --mount=type=secret,id=certificates \
    python -m venv /opt/machinepark \
 && /opt/machinepark/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements/run.txt
COPY pyproject.toml README.md LICENSE ./
COPY services services
COPY gateway gateway
COPY deploy deploy
RUN --mount=type=secret,id=pip.conf,target=/etc/pip.conf --mount=type=secret,id=certificates \
    /opt/machinepark/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps .

FROM python:3.12-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/machinepark --create-home machinepark
COPY --from=build /opt/machinepark /opt/machinepark
USER machinepark
WORKDIR /var/lib/machinepark
ENV PATH=/opt/machinepark/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    MACHINEPARK_VAR=/var/lib/machinepark/var \
    MACHINEPARK_HOST=0.0.0.0
# Whatever runs in it: a service asks itself over the bus, the gateway over HTTP.
HEALTHCHECK --interval=30s --timeout=10s --start-period=40s CMD ["python", "-m", "deploy.run.healthcheck"]
EXPOSE 8000
ENTRYPOINT ["machinepark"]
CMD ["up"]
