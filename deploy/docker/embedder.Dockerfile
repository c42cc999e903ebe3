# The embedding service. TORCH=cpu (the default) or TORCH=cuda.
# BAKE_MODEL_NAME=ViT-B-32 and BAKE_MODEL_PRETRAINED=laion2b_s34b_b79k put the weights into the image; BAKE_SECOND_MODEL_*
# those of a second model.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS packages
ARG TORCH=cpu
WORKDIR /build
COPY deploy/setup/uv.txt deploy/docker/install.sh ./
COPY pyproject.toml constraints.txt ./
RUN TORCH=${TORCH} sh install.sh embedder

FROM ${PYTHON_IMAGE}
LABEL org.opencontainers.image.title="semblance-embedder" \
      org.opencontainers.image.description="Semblance: pictures and texts in, vectors out"
RUN groupadd --gid 10001 semblance && useradd --uid 10001 --gid 10001 --no-create-home --shell /usr/sbin/nologin semblance \
 && install -d -o 10001 -g 10001 /models
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY deploy/docker/healthcheck.py /usr/local/bin/healthcheck
COPY embedder embedder
RUN /opt/venv/bin/python -m compileall -q .
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2 \
    HOME=/tmp EMBED_HOST=0.0.0.0 MODEL_CACHE=/models HEALTH_URL=http://127.0.0.1:8200/readyz
USER 10001:10001
ARG BAKE_MODEL_NAME=
ARG BAKE_MODEL_PRETRAINED=
ARG BAKE_SECOND_MODEL_NAME=
ARG BAKE_SECOND_MODEL_PRETRAINED=
RUN if [ -n "${BAKE_MODEL_NAME}${BAKE_SECOND_MODEL_NAME}" ]; then \
        MODEL_NAME="${BAKE_MODEL_NAME}" MODEL_PRETRAINED="${BAKE_MODEL_PRETRAINED}" \
        SECOND_MODEL_NAME="${BAKE_SECOND_MODEL_NAME}" SECOND_MODEL_PRETRAINED="${BAKE_SECOND_MODEL_PRETRAINED}" \
        python -c 'from embedder.backends.loading import load_model; from embedder.settings import EmbedderSettings as S; [load_model(one) for one in S().models]'; \
    fi
VOLUME /models
EXPOSE 8200
STOPSIGNAL SIGTERM
# The first start may download the weights: ten minutes before a failing check counts.
HEALTHCHECK --interval=10s --timeout=5s --start-period=600s --retries=3 CMD ["python", "-SE", "/usr/local/bin/healthcheck"]
CMD ["python", "-m", "embedder"]
