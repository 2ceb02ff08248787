# syntax=docker/dockerfile:1

FROM rust:1.95-bookworm AS build
WORKDIR /src
COPY . .
# The caches keep downloads and compiled crates but are not part of the image, so the program is copied out.
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --profile dist --locked --package korotko \
    && cp target/dist/korotko /usr/local/bin/korotko

# The certificate authorities are compiled into the program, so the image needs only libc.
FROM debian:bookworm-slim
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin korotko \
    && install --directory --owner=korotko --group=korotko --mode=0700 /data
COPY --from=build /usr/local/bin/korotko /usr/local/bin/korotko
USER korotko
VOLUME /data
ENV KOROTKO_LISTEN=0.0.0.0:8080 \
    KOROTKO_DATA_DIR=/data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=6s --start-period=30s CMD ["korotko", "healthcheck"]
ENTRYPOINT ["korotko"]
