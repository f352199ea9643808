# syntax=docker/dockerfile:1

# docker build --tag eventsim .
# docker run --rm --init eventsim -n 1000 --from 3 > events.json
# docker run --rm --init --user "$(id -u):$(id -g)" --volume "$PWD/data:/data" eventsim -n 1000 --from 3 events.json.lz4
#
# With --init Ctrl-C ends every command: the kernel ignores signals to a container's first process that has no handler.

FROM node:24-bookworm-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build
# The image holds what the package holds, with the dependencies that the lock file names.
RUN npm pack --ignore-scripts --pack-destination /tmp \
  && mkdir /eventsim \
  && tar -xzf /tmp/eventsim-*.tgz -C /eventsim --strip-components=1 \
  && cp package-lock.json /eventsim/
WORKDIR /eventsim
RUN npm ci --omit=dev --no-audit --no-fund && rm package-lock.json

FROM node:24-bookworm-slim
COPY --from=build /eventsim /opt/eventsim
RUN ln -s /opt/eventsim/bin/eventsim /usr/local/bin/eventsim && install -d -o nobody -g nogroup /data
WORKDIR /data
# Nobody and nogroup, as numbers: whoever forbids root, as Kubernetes can, does not look names up.
USER 65534:65534
ENTRYPOINT ["eventsim"]
