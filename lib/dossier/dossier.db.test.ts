import { spawnSync } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { ZodError } from "zod";
import { correctItem } from "@/lib/deployment/item-commands";
import { eventsCsv, itemsCsv } from "@/lib/dossier/csv";
import { type Envelope, seal } from "@/lib/dossier/dsse";
import { type FaultCode, Unsound } from "@/lib/dossier/fault";
import { statementOf } from "@/lib/dossier/make";
import { proofOf } from "@/lib/dossier/pdf/cover";
import { factsOf } from "@/lib/dossier/pdf/facts";
import { pdfOf } from "@/lib/dossier/pdf/pdf";
import { readRecord } from "@/lib/dossier/read-record";
import type { Statement } from "@/lib/dossier/schema";
import { openDossier, type Verified, verifyDossier } from "@/lib/dossier/verify";
import { dossierVerifyCommand } from "@/lib/dossier/verify-cli";
import { canonical, sha256 } from "@/lib/log/event";
import { keepPublicKey, signStreamHead } from "@/lib/log/heads";
import type { LogKey } from "@/lib/log/key";
import { root } from "@/lib/process/roots";
import { keyOf, makeDeployment, settle } from "@/lib/testing/deployments";
import * as forging from "@/lib/testing/forging";
import { newKey } from "@/lib/testing/forging";
import { makeCast, signedText, signs, success } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const key = newKey();
let statement: Statement;

/** A deployment with everything that a record holds: a suspension, signatures again, an end. */
beforeAll(async () => {
  const cast = await makeCast();
  const deployment = await makeDeployment({ text: signedText });
  const { id, manager } = deployment;
  await settle(deployment, "Merged");
  await signs(deployment, "Development", cast.dev);
  await correctItem(manager.caller, {
    deploymentId: id,
    itemKey: await keyOf(id, "Merged"),
    label: "Merged into main",
    command: null,
  });
  await signs(deployment, "Development", cast.dev);
  await signs(deployment, "QA", cast.qa);
  await settle(deployment, "Announce");
  await signs(deployment, "Deployed", manager, success);
  await signs(deployment, "Approved", cast.boss);
  await keepPublicKey(key);
  await signStreamHead(id, key, new Date());
  statement = statementOf(await readRecord(id), new Date(), "test");
});

const sealed = (of: Statement, by: LogKey = key): Envelope => seal(JSON.stringify(of), by);
const verified = (envelope: Envelope, publicKey: string | null = key.publicKey): Verified =>
  verifyDossier(openDossier(JSON.stringify(envelope)), publicKey);

/** A copy with something changed, sealed again by its own key: what only the key's owner could do. */
function forged(change: (copy: Statement) => void): Envelope {
  const copy = structuredClone(statement);
  change(copy);
  return sealed(copy);
}

/** As a forger with the key would: every hash made anew after a change. */
const chainedAnew = (change: (copy: Statement) => void): Envelope =>
  sealed(forging.chainedAnew(statement, change));

const faultOf = (envelope: Envelope) => {
  const told = verified(envelope);
  return told.sound ? null : told.fault;
};

const at = (copy: Statement, kind: string, nth = 0) => {
  const found = copy.predicate.events.filter((event) => event.kind === kind)[nth];
  if (!found) throw new Error(`no event ${kind}`);
  return found;
};

const told = (copy: Statement, kind: string, nth = 0) =>
  at(copy, kind, nth).after as Record<string, unknown>;

describe("a dossier", () => {
  it("is sound as it was made, with and without a key to hold it to", () => {
    expect(verified(sealed(statement))).toMatchObject({ sound: true, pinned: true });
    expect(verified(sealed(statement), null)).toMatchObject({ sound: true, pinned: false });
  });

  it("holds no name of a signer in its events, and is sound without the names too", () => {
    const names = Object.values(statement.predicate.values ?? {}).map(({ value }) => value);
    expect(names.length).toBeGreaterThan(3);
    for (const name of names)
      expect(JSON.stringify(statement.predicate.events)).not.toContain(name);
    const redacted = forged(({ predicate }) => {
      predicate.values = {};
      predicate.people = {};
    });
    expect(verified(redacted)).toMatchObject({ sound: true });
  });

  it("is not sound when any field of any event was changed, and says at which event", () => {
    for (const [index, event] of statement.predicate.events.entries()) {
      for (const field of Object.keys(event)) {
        const change = (copy: Statement) => {
          const target = copy.predicate.events[index] as Record<string, unknown>;
          target[field] = another(target[field], field);
        };
        let fault: ReturnType<typeof faultOf>;
        try {
          fault = faultOf(forged(change));
        } catch {
          continue; // no longer a dossier at all: unreadable is as good
        }
        expect(fault, `event ${index + 1}, ${field}`).not.toBeNull();
        expect(fault?.where).toMatch(new RegExp(`event ${index + 1}$`));
      }
    }
  });

  it("is not sound when anything inside of an event was changed, however deep", () => {
    const leaves = statement.predicate.events.flatMap((event, index) =>
      pathsIn(event).map((path) => [index, ...path]),
    );
    expect(leaves.length).toBeGreaterThan(300);
    fc.assert(
      fc.property(fc.constantFrom(...leaves), (path) => {
        const copy = structuredClone(statement);
        changeAt(copy.predicate.events, path);
        expect(verdictOf(sealed(copy)), path.join(".")).not.toBe("sound");
      }),
      { numRuns: 300 },
    );
  });

  it("is not sound when events were removed, swapped or repeated", () => {
    const { length } = statement.predicate.events;
    for (let index = 0; index < length; index += 1) {
      const removed = forged((copy) => void copy.predicate.events.splice(index, 1));
      const repeated = forged(({ predicate }) => {
        const event = predicate.events[index];
        if (event) predicate.events.splice(index, 0, event);
      });
      for (const envelope of [removed, repeated]) expect(faultOf(envelope)).not.toBeNull();
    }
    const swapped = forged(({ predicate }) => void predicate.events.reverse());
    expect(faultOf(swapped)).toMatchObject({ code: "number", where: "event 1" });
  });

  it.each<[string, FaultCode, (copy: Statement) => void]>([
    [
      "the newest cut off, heads left",
      "head-other",
      ({ predicate }) => {
        predicate.events.pop();
        predicate.logHead = sha256(canonical(predicate.events.at(-1)));
      },
    ],
    [
      "what a signature was given over changed",
      "covered-text",
      ({ predicate }) => {
        for (const one of predicate.covered ?? []) one.text = one.text.replace("Merged", "merged");
      },
    ],
    [
      "what a signature was given over left out",
      "covered-text",
      ({ predicate }) => {
        predicate.covered = predicate.covered?.slice(1) ?? [];
      },
    ],
    [
      "a name in the words changed",
      "value",
      ({ predicate }) => {
        for (const one of Object.values(predicate.values ?? {})) one.value += "x";
      },
    ],
    [
      "the salt of a name changed",
      "value",
      ({ predicate }) => {
        for (const one of Object.values(predicate.values ?? {})) one.salt = "0".repeat(32);
      },
    ],
    [
      "names swapped between signatures",
      "value",
      ({ predicate }) => {
        const [first, second, ...rest] = Object.entries(predicate.values ?? {});
        if (!first || !second) throw new Error("fewer than two names");
        const swapped = [[first[0], second[1]], [second[0], first[1]], ...rest];
        predicate.values = Object.fromEntries(swapped);
      },
    ],
    [
      "a name that no event holds",
      "value",
      ({ predicate }) => {
        const [one] = Object.values(predicate.values ?? {});
        if (one) predicate.values = { ...predicate.values, ["0".repeat(64)]: one };
      },
    ],
    [
      "the hash of the reading changed",
      "document-hash",
      ({ predicate }) => {
        predicate.template.documentHash = "0".repeat(64);
      },
    ],
    [
      "a head's hash changed",
      "head-forged",
      ({ predicate }) => {
        for (const head of predicate.heads) head.hash = "0".repeat(64);
      },
    ],
    [
      "the heads' key removed",
      "head-key",
      ({ predicate }) => {
        predicate.keys = {};
      },
    ],
    [
      "the text changed",
      "text-hash",
      ({ predicate }) => {
        predicate.template.text += " ";
      },
    ],
    [
      "the reading changed",
      "document-hash",
      ({ predicate }) => {
        predicate.template.document = {};
      },
    ],
    [
      "the outcome in the summary changed",
      "summary",
      ({ predicate }) => {
        predicate.deployment.outcome = "failed";
      },
    ],
    [
      "the state's hash changed",
      "state-hash",
      ({ predicate }) => {
        predicate.stateHash = "0".repeat(64);
      },
    ],
    [
      "the subject changed",
      "subject",
      ({ subject }) => {
        for (const one of subject) one.digest.sha256 = "0".repeat(64);
      },
    ],
  ])("says what is wrong: %s", (_, code, change) => {
    expect(faultOf(forged(change))?.code).toBe(code);
  });

  it.each<[string, FaultCode, (copy: Statement) => void]>([
    [
      "an item's reason changed under a signature",
      "covered-hash",
      (copy) => {
        told(copy, "item.changed").reason = "other";
      },
    ],
    [
      "a signature over another state",
      "covered-hash",
      (copy) => {
        told(copy, "sign_off.signed").stateHash = "0".repeat(64);
      },
    ],
    [
      "words of another state",
      "statement-words",
      (copy) => {
        told(copy, "sign_off.signed").statement = "I sign.";
      },
    ],
    [
      "a signature of somebody else",
      "four-eyes",
      (copy) => {
        told(copy, "sign_off.signed").personId = "somebody";
      },
    ],
    [
      "a signature on a sign-in of yesterday",
      "authentication",
      (copy) => {
        const authTime = "2020-01-01T00:00:00.000Z";
        const issuer = "https://login.example.com";
        told(copy, "sign_off.signed").authenticated = { by: "oidc", issuer, authTime };
      },
    ],
    [
      "one person for two teams",
      "four-eyes",
      (copy) => {
        const first = at(copy, "sign_off.signed", 1);
        const second = at(copy, "sign_off.signed", 2);
        second.actor = first.actor;
        (second.after as Record<string, unknown>).personId = (
          first.after as Record<string, unknown>
        ).personId;
      },
    ],
    [
      "a manifest that says less",
      "manifest",
      (copy) => {
        const signed = told(copy, "sign_off.signed");
        signed.manifest = { ...(signed.manifest as object), overridden: ["nothing/1"] };
      },
    ],
    [
      "a manifest with a hash of its own, though the log says otherwise",
      "manifest",
      (copy) => {
        const signed = told(copy, "sign_off.signed");
        signed.manifest = { ...(signed.manifest as object), overridden: ["nothing/1"] };
        signed.manifestHash = sha256(canonical(signed.manifest));
      },
    ],
    [
      "a manifest without a hash",
      "manifest",
      (copy) => void delete told(copy, "sign_off.signed").manifestHash,
    ],
    [
      "seen after it was signed",
      "seen",
      (copy) => {
        told(copy, "sign_off.signed").seen = 999;
      },
    ],
    [
      "a suspension over another state",
      "suspension",
      (copy) => {
        told(copy, "signature.suspended").stateHash = "0".repeat(64);
      },
    ],
    [
      "another outcome",
      "outcome",
      (copy) => {
        told(copy, "deployment.closed").outcome = "failed";
      },
    ],
  ])("says what is wrong though every hash was made anew: %s", (_, code, change) => {
    expect(faultOf(chainedAnew(change))?.code).toBe(code);
  });

  it("is not taken when another key has sealed it, or nobody's", () => {
    const other = newKey();
    expect(faultOf(sealed(statement, other))).toMatchObject({ code: "key", where: "envelope" });
    const unknown = verified(sealed(statement, other), null);
    expect(unknown).toMatchObject({ sound: false, fault: { code: "envelope" } });
    const bytes = Buffer.from(sealed(statement).payload, "base64");
    const padded = {
      ...sealed(statement),
      payload: Buffer.concat([bytes, Buffer.from(" ")]).toString("base64"),
    };
    expect(faultOf(padded)).toMatchObject({ code: "key" });
  });

  it("says of the right key over changed content that the content was changed, and of a wrong one whose it is", () => {
    const [id] = Object.keys(statement.predicate.people);
    const renamed = structuredClone(statement);
    if (id) renamed.predicate.people[id] = "Somebody Else";
    const payload = Buffer.from(JSON.stringify(renamed)).toString("base64");
    const altered = { ...sealed(statement), payload };
    expect(faultOf(altered)).toMatchObject({
      ...{ code: "key", where: "envelope" },
      found: "other content: it was changed after sealing",
    });
    expect(verified(altered, null)).toMatchObject({
      fault: { code: "envelope", found: "other content: it was changed after sealing" },
    });
    const wrong = faultOf(sealed(statement, newKey()));
    expect(wrong?.expected).toContain(`(${key.id})`);
    expect(wrong?.found).not.toContain(key.id);
  });

  it("names the altered event and that hashes differ, and an end that is missing", () => {
    const reworded = forged((copy) => {
      told(copy, "sign_off.signed").locale = "xx";
    });
    const { number } = at(statement, "sign_off.signed");
    const fault = faultOf(reworded);
    expect(fault?.where).toBe(`event ${number}`);
    expect(fault?.expected).toContain(`the event whose hash event ${number + 1} names (prev)`);
    expect(fault?.found).toContain("an event with the hash ");
    const cut = faultOf(forged(({ predicate }) => void predicate.events.pop()));
    expect(cut).toMatchObject({
      code: "log-head",
      where: `event ${statement.predicate.events.length - 1}`,
    });
    expect(cut?.found).toContain("events after it are missing");
  });

  it("shows what stands around the first difference of two long texts", () => {
    const text = "a".repeat(2000);
    const { fault } = new Unsound(
      "covered-text",
      "here",
      text,
      `${text.slice(0, 1500)}B${text.slice(1501)}`,
    );
    expect(fault.found).toContain("aB");
    expect(fault.expected).not.toBe(fault.found);
    for (const part of [fault.expected, fault.found]) {
      expect(part).toContain("from character 1441");
      expect(part.length).toBeLessThan(350);
    }
  });

  it("is checked by a command that needs nothing but the file", async () => {
    const run = async (text: string, ...args: string[]) => {
      const said: string[] = [];
      const say = (line: string) => void said.push(line);
      const readFile = async (path: string) =>
        path === "nokey"
          ? readFileSync(join(tmpdir(), `no-key-${process.pid}`))
          : Buffer.from(path === "key.pem" ? key.publicKey : text);
      const code = await dossierVerifyCommand(["d.json", ...args], {
        readFile,
        stdout: say,
        stderr: say,
      });
      return { code, said: said.join("") };
    };
    const whole = JSON.stringify(sealed(statement));
    expect(await run(whole, "--key", "key.pem")).toMatchObject({ code: 0 });
    const bad = await run(JSON.stringify(forged((copy) => void copy.predicate.events.pop())));
    expect(bad.code).toBe(1);
    expect(bad.said).toContain("expected");
    expect((await run("{}")).code).toBe(2);
    const missing = await run(whole, "--key", "nokey");
    expect(missing).toEqual({
      code: 2,
      said: "nokey cannot be read as a public key: there is no such file. Check the path.\n",
    });
    expect((await run(whole, "--key", "d.json")).said).toContain(
      "d.json cannot be read as a public key",
    );
    expect((await run("{}", "--what")).code).toBe(2);
    expect(JSON.parse((await run(whole, "--json")).said)).toMatchObject({
      sound: true,
      fault: null,
    });
  });
});

describe("a dossier by hand", () => {
  it("has each signature's canonical state, whose hash is the signed one", () => {
    const { covered = [], events } = statement.predicate;
    const signed = events.filter(({ kind }) => kind === "sign_off.signed");
    expect(covered.map(({ event }) => event)).toEqual(signed.map(({ number }) => number));
    for (const { event, text } of covered)
      expect(sha256(text)).toBe(
        (events[event - 1]?.after as Record<string, unknown> | undefined)?.stateHash,
      );
  });

  it("gives every signature's hash to a program that was written from docs alone", () => {
    const file = join(tmpdir(), `dossier-${process.pid}.json`);
    writeFileSync(file, JSON.stringify(sealed(statement)));
    const script = join(root, "docs", "check-covered.mjs");
    const { status, stdout } = spawnSync(process.execPath, [script, file], { encoding: "utf8" });
    rmSync(file);
    const signed = statement.predicate.events.filter(({ kind }) => kind === "sign_off.signed");
    expect(stdout.match(/^fits: /gm)).toHaveLength(signed.length);
    expect(status).toBe(0);
  });
});

describe("tables of the record", () => {
  it("have a line for every item and every event, and nothing that a spreadsheet would run", async () => {
    const { predicate } = statement;
    const parts = await readRecord(predicate.deployment.id);
    const lines = (text: string) => text.trimEnd().split("\r\n");
    expect(lines(itemsCsv(parts))).toHaveLength(1 + 3);
    expect(lines(itemsCsv(parts)).join()).toContain("Merged into main");
    expect(lines(eventsCsv(parts, "(forgotten)"))).toHaveLength(1 + predicate.events.length);
    const people = Object.fromEntries(
      Object.keys(parts.people).map((id) => [id, '=cmd|"/c calc"']),
    );
    expect(itemsCsv({ ...parts, people })).toContain(`"'=cmd|""/c calc"""`);
  });
});

describe("a printed record", () => {
  it.each(["en", "ko"] as const)(
    "has pages with the words, signatures and log in %s",
    async (locale) => {
      const { predicate } = statement;
      const pdf = await pdfOf(predicate, { locale, contacts: true, gone: "(gone)", keyId: key.id });
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
      expect(pdf.toString("latin1").match(/\/Type \/Page\b(?!s)/g)?.length).toBeGreaterThan(1);
    },
  );
});

describe("how a signer proved to be themselves", () => {
  const printed = (authenticated: unknown) => {
    const copy = structuredClone(statement);
    if (authenticated !== null) told(copy, "sign_off.signed").authenticated = authenticated;
    const facts = factsOf(copy.predicate, { locale: "en", gone: "(gone)", keyId: key.id });
    const event = facts.events.find(({ kind }) => kind === "sign_off.signed");
    const signature = Object.values(facts.state.signatures).find(
      ({ number }) => number === event?.number,
    );
    return signature && proofOf(facts, signature);
  };

  it("is printed under the statement, and left out where an older log does not say", () => {
    const [issuer, authTime] = ["https://login.example.com", "2026-11-23T10:00:00.000Z"];
    expect(printed(null)).toBeNull();
    expect(printed({ by: "password" })).toBe("Signed with the password");
    expect(printed({ by: "oidc", issuer, authTime })).toBe(
      "Signed after a new sign-in at https://login.example.com, 2026-11-23 10:00:00 UTC",
    );
  });
});

/** Another value of the same type, so that the place is still read as an event. */
type Path = (string | number)[];

/** Ways to every value that holds no others. */
function pathsIn(value: unknown): Path[] {
  if (typeof value !== "object" || value === null) return [[]];
  return Object.entries(value).flatMap(([key, inner]) =>
    pathsIn(inner).map((path) => [key, ...path]),
  );
}

function changeAt(within: unknown, path: Path): void {
  const last = path.at(-1) ?? "";
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], within);
  const found = parent as Record<string, unknown>;
  const value = found[last];
  found[last] =
    typeof value === "number" ? value + 1 : typeof value === "boolean" ? !value : `${value}x`;
}

/** "unreadable" only where the dossier's own schema refuses it. */
function verdictOf(envelope: Envelope): "sound" | "unsound" | "unreadable" {
  try {
    return verified(envelope).sound ? "sound" : "unsound";
  } catch (error) {
    if (error instanceof ZodError) return "unreadable";
    throw error;
  }
}

function another(value: unknown, field: string): unknown {
  if (field === "prev") return "0".repeat(64);
  if (field === "at") return new Date(Date.parse(String(value)) + 1).toISOString();
  if (typeof value === "number") return value + 1;
  if (typeof value === "string") return `${value}x`;
  if (field === "actor") return { kind: "system", name: "nobody" };
  if (field === "stream") return { kind: "deployment", id: "another" };
  if (field === "subject") return { ...(value as object), forged: "yes" };
  return { forged: value };
}
