# Gateway, workers, scheduler and the one-shots: one image without torch. What runs is said by the command.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS packages
WORKDIR /build
COPY deploy/setup/uv.txt deploy/docker/install.sh ./
COPY pyproject.toml constraints.txt ./
RUN sh install.sh gateway workers

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="semblance" \
      org.opencontainers.image.description="Semblance: gateway, workers, scheduler, migration"
RUN groupadd --gid 10001 semblance && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin semblance
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY deploy/docker/healthcheck.py /usr/local/bin/healthcheck
COPY catalog catalog
COPY gateway gateway
COPY workers workers
RUN /opt/venv/bin/python -m compileall -q .
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MALLOC_ARENA_MAX=2 \
    API_HOST=0.0.0.0 METRICS_HOST=0.0.0.0 HEALTH_URL=http://127.0.0.1:8000/readyz
USER 10001:10001
EXPOSE 8000 9100
# Python itself receives SIGTERM: readiness goes off, what was accepted is finished, and it ends.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 CMD ["python", "-SE", "/usr/local/bin/healthcheck"]
CMD ["python", "-m", "gateway"]
