# docker build --tag pourparlers . && docker run --publish 8000:8000 --volume record:/data pourparlers
ARG PYTHON=3.11

FROM python:${PYTHON}-slim AS build
WORKDIR /source
COPY . .
RUN .ci/install-app /opt/pourparlers

FROM python:${PYTHON}-slim
RUN useradd --uid 10001 --home-dir /data --create-home --shell /usr/sbin/nologin pourparlers
COPY --from=build /opt/pourparlers /opt/pourparlers
COPY .ci/start-app .ci/ask-health /opt/pourparlers/bin/
ENV PATH=/opt/pourparlers/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    POURPARLERS_DATABASE_URL=sqlite:////data/pourparlers.db \
    POURPARLERS_HOST=0.0.0.0 \
    POURPARLERS_PORT=8000
# A number, so that an orchestrator can see that it is not root's.
USER 10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
# Whether the process answers, not whether its database does: restarting would not mend that one.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["ask-health", "live"]
CMD ["start-app"]
