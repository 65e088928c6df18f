import { z } from "zod";
import { type LeastSignOff, leastSchema } from "@/lib/project/least";
import { allowProblem, isSlug, isZone, VARIABLE_NAME } from "@/lib/project/rules";

const id = z.uuid();
const name = z.string().trim().min(1, "is empty").max(120, "is longer than 120 characters");
const slug = z
  .string()
  .trim()
  .toLowerCase()
  .max(60, "is longer than 60 characters")
  .refine(isSlug, "may only have a to z, 0 to 9 and single hyphens");

const environmentFields = {
  name,
  zone: z.string().refine(isZone, "is not a time zone such as Asia/Seoul"),
  variables: z
    .record(
      z.string().regex(VARIABLE_NAME, "has a name that is not like BASE_URL"),
      z.string().trim().max(2_000, "has a value longer than 2,000 characters"),
    )
    .refine((all) => Object.keys(all).length <= 100, "has more than 100 variables"),
  /** Addresses and networks (CIDR) that probes may reach beyond the public ones. */
  allow: z
    .array(z.string().trim())
    .max(100, "has more than 100 entries")
    .refine((all) => all.every((entry) => allowProblem(entry) === null), {
      error: "has an entry that is neither an address nor a network such as 10.0.0.0/8",
    }),
  /** Ports that probes may reach beyond the usual ones. */
  ports: z.array(z.int().min(1).max(65_535)).max(100, "has more than 100 entries").default([]),
  least: leastSchema.default([]),
};

export const createProjectInput = z.object({ name, slug });
export const editProjectInput = z.object({
  ...{ projectId: id, name, slug },
  defaultTemplateId: id.nullable(),
});
export const createEnvironmentInput = z.object({ projectId: id, ...environmentFields });
export const editEnvironmentInput = z.object({
  ...{ projectId: id, environmentId: id },
  ...environmentFields,
});

export type CreateProjectInput = z.input<typeof createProjectInput>;
export type EditProjectInput = z.input<typeof editProjectInput>;
export type CreateEnvironmentInput = z.input<typeof createEnvironmentInput>;
export type EditEnvironmentInput = z.input<typeof editEnvironmentInput>;

export type EnvironmentView = {
  id: string;
  projectId: string;
  name: string;
  zone: string;
  variables: Record<string, string>;
  allow: string[];
  ports: number[];
  least: LeastSignOff[];
};

export type ProjectView = {
  id: string;
  slug: string;
  name: string;
  defaultTemplateId: string | null;
  createdAt: string;
  environments: EnvironmentView[];
};

export const storedVariables = z.record(z.string(), z.string());

export const projectEventKinds = [
  "project.created",
  "project.edited",
  "environment.created",
  "environment.edited",
] as const;

export const changeFields = [
  "name",
  "slug",
  "defaultTemplateId",
  "zone",
  "variables",
  "allow",
  "ports",
  "least",
] as const;

/** One line of what was done to a project (`environment` null) or one of its environments. */
export type ProjectChange = {
  id: string;
  at: string;
  kind: (typeof projectEventKinds)[number];
  /** Null: the system (start, command line). */
  by: string | null;
  environment: string | null;
  fields: (typeof changeFields)[number][];
};
