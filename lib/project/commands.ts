import { randomUUID } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { z } from "zod";
import { type Command, command, parseInput } from "@/lib/command/command";
import { refuseTaken } from "@/lib/command/taken";
import type { Tx } from "@/lib/core/db";
import { AppError, reason } from "@/lib/core/errors";
import { approvers, signersSql } from "@/lib/people/signers-sql";
import type { LeastSignOff } from "@/lib/project/least";
import {
  createEnvironmentInput,
  createProjectInput,
  editEnvironmentInput,
  editProjectInput,
} from "@/lib/project/schema";

const storeProject = command({
  may: "project.edit",
  input: createProjectInput.extend({ projectId: z.uuid() }),
  stream: ({ projectId }) => ({ kind: "project", id: projectId }),
  scope: () => null,
  async run({ input: { projectId: id, name, slug }, now }) {
    const after = { name, slug };
    return {
      result: { projectId: id, slug },
      events: [{ kind: "project.created", subject: { project: id }, before: null, after }],
      rows: [{ table: "Project", rows: [{ id, name, slug, createdAt: now.toISOString() }] }],
    };
  },
});

export const createProject: Command<{ projectId: string; slug: string }> = async (caller, raw) => {
  const input = parseInput(createProjectInput, raw);
  const stored = { ...input, projectId: randomUUID() };
  return refuseTaken(storeProject(caller, stored), "slug_taken", { slug: input.slug });
};

type ProjectNow = { name: string; slug: string; defaultTemplateId: string | null };

const storeProjectEdit = command({
  may: "project.edit",
  input: editProjectInput,
  stream: ({ projectId }) => ({ kind: "project", id: projectId }),
  scope: ({ projectId }) => projectId,
  async run({ tx, input: { projectId: id, ...after } }) {
    const [before] = await tx.query<ProjectNow>(
      `select name, slug, "defaultTemplateId" from "Project" where id = $1`,
      [id],
    );
    if (!before) throw new AppError("not_found");
    if (after.defaultTemplateId !== null) await needTemplate(tx, id, after.defaultTemplateId);
    if (same(before, after)) return { result: { slug: after.slug }, events: [], rows: [] };
    return {
      result: { slug: after.slug },
      events: [{ kind: "project.edited", subject: { project: id }, before, after }],
      rows: [{ table: "Project", rows: [{ id, ...after }], partial: true }],
    };
  },
});

export const editProject: Command<{ slug: string }> = async (caller, raw) => {
  const input = parseInput(editProjectInput, raw);
  return refuseTaken(storeProjectEdit(caller, input), "slug_taken", { slug: input.slug });
};

async function needTemplate(tx: Tx, projectId: string, templateId: string): Promise<void> {
  const found = await tx.query(
    `select id from "Template" where id = $1 and ("projectId" is null or "projectId" = $2) and "archivedAt" is null`,
    [templateId, projectId],
  );
  if (found.length === 0) throw new AppError("not_found");
}

const storeEnvironment = command({
  may: "environment.edit",
  input: createEnvironmentInput.extend({ environmentId: z.uuid() }),
  stream: ({ environmentId }) => ({ kind: "environment", id: environmentId }),
  scope: ({ projectId }) => projectId,
  async run({ tx, input: { environmentId: id, projectId, ...after } }) {
    const found = await tx.query(`select id from "Project" where id = $1`, [projectId]);
    if (found.length === 0) throw new AppError("not_found");
    await demandSigners(tx, projectId, after.least);
    const subject = { project: projectId, environment: id };
    return {
      result: { environmentId: id },
      events: [{ kind: "environment.created", subject, before: null, after }],
      rows: [{ table: "Environment", rows: [{ id, projectId, ...after }] }],
    };
  },
});

export const createEnvironment: Command<{ environmentId: string }> = async (caller, raw) => {
  const input = parseInput(createEnvironmentInput, raw);
  const stored = { ...input, environmentId: randomUUID() };
  return refuseTaken(storeEnvironment(caller, stored), "environment_taken", { name: input.name });
};

const storeEnvironmentEdit = command({
  may: "environment.edit",
  input: editEnvironmentInput,
  stream: ({ environmentId }) => ({ kind: "environment", id: environmentId }),
  scope: ({ projectId }) => projectId,
  async run({ tx, input: { environmentId: id, projectId, ...after } }) {
    // Of this project: the grants that were checked are those for it.
    const [before] = await tx.query<typeof after>(
      `select name, zone, variables, allow, ports, least from "Environment" where id = $1 and "projectId" = $2`,
      [id, projectId],
    );
    if (!before) throw new AppError("not_found");
    if (same(before, after)) return { result: null, events: [], rows: [] };
    await demandSigners(tx, projectId, after.least);
    const subject = { project: projectId, environment: id };
    return {
      result: null,
      events: [{ kind: "environment.edited", subject, before, after }],
      rows: [{ table: "Environment", rows: [{ id, ...after }], partial: true }],
    };
  },
});

/** Deployments pin their variables and zone when they are made: a change is for later ones. */
export const editEnvironment: Command<null> = async (caller, raw) => {
  const input = parseInput(editEnvironmentInput, raw);
  return refuseTaken(storeEnvironmentEdit(caller, input), "environment_taken", {
    name: input.name,
  });
};

/** Refuses what no deployment could meet: a team that is not there, or with fewer who may sign in the project. */
async function demandSigners(
  tx: Tx,
  projectId: string,
  least: readonly LeastSignOff[],
): Promise<void> {
  for (const { teamId, need } of least) {
    const [team] = await tx.query<{ name: string; have: number }>(
      `select t.name, ${signersSql({ teamId: "t.id", projectId: "$2", roles: approvers })} as have
       from "Team" t where t.id = $1`,
      [teamId, projectId],
    );
    if (!team) throw new AppError("not_found", reason("no_such_team"));
    if (team.have < need) {
      const params = { team: team.name, need, have: team.have };
      throw new AppError("refused", reason("least_cannot_be_met", params));
    }
  }
}

function same(before: object, after: object): boolean {
  return isDeepStrictEqual({ ...before }, { ...after });
}
