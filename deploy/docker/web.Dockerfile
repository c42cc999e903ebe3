# nginx: the page, and the way in to the API and to the object store. Nothing here knows a secret.
ARG NGINX_IMAGE=nginx:1.28-bookworm
FROM ${NGINX_IMAGE}
LABEL org.opencontainers.image.title="semblance-web" \
      org.opencontainers.image.description="Semblance: the page and the proxy"
COPY deploy/web/nginx.conf /etc/nginx/nginx.conf
COPY deploy/web/site.conf.template /etc/nginx/templates/site.conf.template
COPY deploy/web/page /usr/share/nginx/html
# Written at the start from the template: a volume or tmpfs where the root file system is read-only.
RUN rm -rf /etc/nginx/conf.d && install -d -m 1777 /etc/nginx/conf.d
ENV API_UPSTREAM=gateway:8000 STORE_UPSTREAM=minio:9000 S3_BUCKET=semblance DNS_RESOLVER=127.0.0.11 REAL_IP_FROM=127.0.0.1
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGQUIT
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=3 CMD ["curl", "-fsS", "-o", "/dev/null", "http://127.0.0.1:8080/healthz"]
