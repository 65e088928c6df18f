# The steps of `npm run build`, then its standalone folder alone: web, worker, migrator and command line.
FROM node:24-bookworm-slim AS build
WORKDIR /countersign
COPY package.json package-lock.json ./
COPY bin ./bin
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build

FROM node:24-bookworm-slim
WORKDIR /countersign
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000
COPY --from=build --chown=node:node /countersign/.next/standalone ./
USER node
EXPOSE 3000
# Before the first start, and after each new version:  docker run ... node countersign.js migrate
# Beside the web process, with the same settings:      docker run ... node worker.js
CMD ["node", "server.js"]
