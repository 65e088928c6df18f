import type { Cast, Ids } from "@/e2e/direct/world";
import type { MadePerson } from "@/lib/testing/fixtures";

type Route = {
  by: keyof Cast;
  path: (ids: Ids, caller: MadePerson) => string;
  body?: (ids: Ids) => unknown;
  /** What others are told; absent: they may read it too. */
  viewer?: "forbidden" | "not_found";
  stranger?: "not_found";
  /** Who has yet to change the one-time password; absent: forbidden. */
  fresh?: "signed_out";
};

const readers = { by: "viewer", stranger: "not_found" } as const;

/** Every route under app/api that answers a person, by its folder; the test compares with the folders there are. */
export const routes: Record<string, Route> = {
  "deployments/[id]": { ...readers, path: (ids) => `/api/deployments/${ids.deploymentId}` },
  "deployments/[id]/document": {
    ...readers,
    path: (ids) => `/api/deployments/${ids.deploymentId}/document`,
  },
  "deployments/[id]/events": {
    ...readers,
    path: (ids) => `/api/deployments/${ids.deploymentId}/events?after=0`,
  },
  "deployments/[id]/export": {
    ...readers,
    path: (ids) => `/api/deployments/${ids.deploymentId}/export`,
  },
  "deployments/[id]/choices": {
    ...{ by: "manager", viewer: "forbidden", stranger: "not_found" },
    path: (ids) => `/api/deployments/${ids.deploymentId}/choices`,
  },
  "deployments/[id]/askable": {
    ...{ by: "manager", viewer: "forbidden", stranger: "not_found" },
    path: ({ deploymentId, signOffKey }) =>
      `/api/deployments/${deploymentId}/askable?signOff=${encodeURIComponent(signOffKey)}`,
  },
  "deployments/[id]/probes/[probeId]/runs": {
    ...readers,
    path: (ids) => `/api/deployments/${ids.deploymentId}/probes/${ids.probeId}/runs`,
  },
  "deployments/[id]/records/[fileId]": {
    ...readers,
    path: (ids) => `/api/deployments/${ids.deploymentId}/records/${ids.fileId}`,
  },
  "deployments/[id]/statement": {
    ...{ by: "approver", viewer: "forbidden", stranger: "not_found" },
    path: (ids) => `/api/deployments/${ids.deploymentId}/statement`,
    body: ({ signOffKey }) => ({ signOffKey, locale: "en" }),
  },
  "deployments/[id]/signing/[signingId]": {
    ...{ by: "approver", viewer: "forbidden", stranger: "not_found" },
    path: (ids) => `/api/deployments/${ids.deploymentId}/signing/${ids.fileId}`,
  },
  "deployments/[id]/shares": {
    ...{ by: "manager", viewer: "forbidden", stranger: "not_found" },
    path: (ids) => `/api/deployments/${ids.deploymentId}/shares`,
  },
  "projects/[id]/choices": {
    ...{ by: "manager", viewer: "not_found", stranger: "not_found" },
    path: (ids) => `/api/projects/${ids.projectId}/choices`,
  },
  "templates/versions/[id]/document": {
    ...readers,
    path: (ids) => `/api/templates/versions/${ids.templateVersionId}/document`,
  },
  deployments: { by: "viewer", path: () => "/api/deployments" },
  "probes/spec": {
    by: "manager",
    path: () => "/api/probes/spec",
    body: () => ({ kind: "http" }),
  },
  stream: { by: "viewer", fresh: "signed_out", path: (_, { id }) => `/api/stream?me=${id}` },
};

/** What signs in answers for itself; whether the product is well, anybody may ask. */
export const openRoutes = [
  ...["auth/[...nextauth]", "health"],
  ...["identity/callback", "identity/start"],
  // Who asks has a token, and is nobody.
  ...["v1/deployments/[id]/gate", "v1/gate", "share/[token]/stream"],
];
