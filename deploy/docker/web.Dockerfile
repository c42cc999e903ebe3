# Node builds the app from its lockfile, running no package's scripts; nginx serves it, and is the way in to the API and to the
# object store. Nothing here knows a secret.
ARG NODE_IMAGE=node:20-bookworm-slim
ARG NGINX_IMAGE=nginx:1.28-bookworm

FROM ${NODE_IMAGE} AS app
WORKDIR /build
COPY web/package.json web/package-lock.json web/.npmrc ./
RUN npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
COPY web/index.html web/.env web/vite.config.ts web/tsconfig.json ./
COPY web/public public
COPY web/src src
# Compressed once, here; Vite's own list of files is not for the world.
RUN node_modules/.bin/vite build --logLevel warn && rm -rf dist/.vite \
 && find dist/assets -type f \( -name '*.js' -o -name '*.css' -o -name '*.svg' \) -size +1k -exec gzip -9kn {} +

FROM ${NGINX_IMAGE}
LABEL org.opencontainers.image.title="semblance-web" \
      org.opencontainers.image.description="Semblance: the web app and the proxy"
COPY deploy/web/nginx.conf deploy/web/page_headers.conf /etc/nginx/
COPY deploy/web/site.conf.template /etc/nginx/templates/site.conf.template
# conf.d is written at the start from the template: a volume or tmpfs where the root file system is read-only.
RUN rm -rf /etc/nginx/conf.d /usr/share/nginx/html && install -d -m 1777 /etc/nginx/conf.d
COPY --from=app /build/dist /usr/share/nginx/html
ENV API_UPSTREAM=gateway:8000 STORE_UPSTREAM=minio:9000 S3_BUCKET=semblance DNS_RESOLVER=127.0.0.11 REAL_IP_FROM=127.0.0.1 \
    VITE_API_BASE=
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/healthz"]
