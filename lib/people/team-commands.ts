import { randomUUID } from "node:crypto";
import { z } from "zod";
import { type Command, command, parseInput } from "@/lib/command/command";
import { refuseTaken } from "@/lib/command/taken";
import { readTeam } from "@/lib/people/read-team";
import { teamKey } from "@/lib/people/rules";
import { createTeamInput, renameTeamInput } from "@/lib/people/schema";

const storeTeam = command({
  may: "people.edit",
  input: createTeamInput.extend({ teamId: z.uuid() }),
  stream: ({ teamId }) => ({ kind: "team", id: teamId }),
  scope: () => null,
  async run({ tx, input: { teamId: id, name } }) {
    const key = teamKey(name) || id;
    const [last] = await tx.query<{ next: number }>(
      `select coalesce(max(position) + 1, 0)::int as next from "Team"`,
    );
    return {
      result: { teamId: id },
      events: [{ kind: "team.created", subject: { team: id }, before: null, after: { key, name } }],
      rows: [{ table: "Team", rows: [{ id, key, name, position: last?.next ?? 0 }] }],
    };
  },
});

/** A team whose key, made of its name, is what sign-off lines are matched with. */
export const createTeam: Command<{ teamId: string }> = async (caller, raw) => {
  const input = parseInput(createTeamInput, raw);
  const stored = { ...input, teamId: randomUUID() };
  return refuseTaken(storeTeam(caller, stored), "team_taken", { name: input.name });
};

/** The key stays: checklists and past sign-offs go on meaning this team. */
export const renameTeam = command({
  may: "people.edit",
  input: renameTeamInput,
  stream: ({ teamId }) => ({ kind: "team", id: teamId }),
  scope: () => null,
  async run({ tx, input: { teamId: id, name } }) {
    const team = await readTeam(tx, id);
    if (team.name === name) return { result: null, events: [], rows: [] };
    const before = { name: team.name };
    return {
      result: null,
      events: [{ kind: "team.renamed", subject: { team: id }, before, after: { name } }],
      rows: [{ table: "Team", rows: [{ id, name }], partial: true }],
    };
  },
});
