import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ProbeProblem } from "@/lib/probe/bounds";
import { commandLineSecrets, environmentSecrets, environmentSlug } from "@/lib/probe/secret-source";
import { secretFiller } from "@/lib/probe/secrets";
import "@/lib/testing/fast-check";

const place = { project: "knowledge-database", environment: "AWS Production (Seoul)" };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "secrets-"));
  const own = join(folder, "knowledge-database", "aws-production-seoul");
  mkdirSync(own, { recursive: true });
  writeFileSync(join(folder, "API_TOKEN"), "of the command line\n");
  writeFileSync(join(own, "API_TOKEN"), "from-a-file\r\n");
  writeFileSync(join(own, "TWO_LINES"), "one\ntwo\n\n");
  writeFileSync(join(own, "EMPTY"), "\n");
  writeFileSync(join(own, "HUGE"), "x".repeat(100_000));
  writeFileSync(join(own, "KOREAN"), "비밀번호");
  mkdirSync(join(own, "FOLDER"));
  symlinkSync(join(own, "API_TOKEN"), join(own, "MOUNTED"));
  execFileSync("mkfifo", [join(own, "PIPE")]);
});
afterAll(() => rmSync(folder, { recursive: true }));

const ofPlace = (variables: Record<string, string> = {}) =>
  environmentSecrets(place, { COUNTERSIGN_SECRETS_DIR: folder, ...variables });

function problemOf(ask: () => unknown) {
  try {
    ask();
  } catch (error) {
    if (error instanceof ProbeProblem) return [error.reason.code, error.reason.params.why];
  }
  return null;
}

describe("where a value comes from", () => {
  test("the process's environment, by project, environment and name", () => {
    const secrets = environmentSecrets(place, {
      COUNTERSIGN_SECRET__KNOWLEDGE_DATABASE__AWS_PRODUCTION_SEOUL__API_TOKEN: "t0p-secret",
      COUNTERSIGN_SECRET__API_TOKEN: "of the command line",
      COUNTERSIGN_SECRET__KNOWLEDGE_DATABASE__STAGING__API_TOKEN: "of another environment",
      COUNTERSIGN_SECRET__OTHER__AWS_PRODUCTION_SEOUL__API_TOKEN: "of another project",
    });
    expect(secrets("API_TOKEN")).toBe("t0p-secret");
    expect(secrets("api_token")).toBeNull();
    expect(secrets("MISSING")).toBeNull();
  });

  test("a file of the mounted folder, without its last line end", () => {
    expect(ofPlace()("API_TOKEN")).toBe("from-a-file");
    expect(ofPlace()("MOUNTED")).toBe("from-a-file");
    expect(ofPlace()("TWO_LINES")).toBe("one\ntwo\n");
    expect(ofPlace()("MISSING")).toBeNull();
  });

  test("a variable goes before a file; an empty one is none", () => {
    const name = "COUNTERSIGN_SECRET__KNOWLEDGE_DATABASE__AWS_PRODUCTION_SEOUL__API_TOKEN";
    expect(ofPlace({ [name]: "from-a-variable" })("API_TOKEN")).toBe("from-a-variable");
    expect(ofPlace({ [name]: "" })("API_TOKEN")).toBe("from-a-file");
  });

  test("the command line has its own", () => {
    expect(commandLineSecrets({ COUNTERSIGN_SECRET__T: "abcd" })("T")).toBe("abcd");
    expect(commandLineSecrets({ COUNTERSIGN_SECRETS_DIR: folder })("API_TOKEN")).toBe(
      "of the command line",
    );
    expect(commandLineSecrets({})("API_TOKEN")).toBeNull();
  });
});

describe("no environment reaches another's", () => {
  test("whatever the name asks for, it is a file of its own folder", () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom("../", "/", "..\\", "./", "%2e%2e/"),
        (text, way) => {
          for (const name of [`${way}${text}`, `${way}API_TOKEN`, `${text}${way}API_TOKEN`])
            expect(ofPlace()(name)).toBeNull();
        },
      ),
    );
  });

  test("a slug is one part of a path, and one part of a variable's name", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (name) => {
        expect(environmentSlug(name)).toMatch(/^([\p{L}\p{M}\p{N}]+(-[\p{L}\p{M}\p{N}]+)*)?$/u);
      }),
    );
  });

  test("names that come to the same are told, and neither gets a value", () => {
    const variables = { COUNTERSIGN_SECRET__P__AWS_PROD__TOKEN: "abcd" };
    const ask = (environment: string, ...others: string[]) =>
      problemOf(() =>
        environmentSecrets({ project: "p", environment, others }, variables)("TOKEN"),
      );
    expect(ask("AWS prod", "Staging")).toBeNull();
    expect(ask("AWS prod", "aws-prod")).toEqual(["secret-refused", "environment"]);
    expect(ask("straße", "STRASSE")).toEqual(["secret-refused", "environment"]);
    expect(ask("🚀")).toEqual(["secret-refused", "environment"]);
  });

  test("names in Hangul have their own slug, however they were typed", () => {
    expect(environmentSlug("운영 (서울)")).toBe("운영-서울");
    expect(environmentSlug("운영".normalize("NFD"))).toBe("운영");
  });
});

test.each([
  ["FOLDER", "unreadable"],
  ["PIPE", "unreadable"],
  ["HUGE", "long"],
  ["KOREAN", "characters"],
  ["TWO_LINES", "characters"],
])("%s cannot be used, at once and with a reason: %s", (name, why) => {
  const filler = secretFiller(ofPlace());
  expect(problemOf(() => filler.fill(`{{secret.${name}}}`))).toEqual(["secret-refused", why]);
  expect(filler.used.size).toBe(0);
});

test.each([
  ["abc", "short"],
  [" abcd", "characters"],
  ["abcd ", "characters"],
  ["ab\tcd", "characters"],
  ["ab\r\nx-evil: 1", "characters"],
  ["pässwört", "characters"],
])("the value %j is refused: %s", (value, why) => {
  const filler = secretFiller(() => value);
  expect(problemOf(() => filler.fill("Bearer {{secret.T}}"))).toEqual(["secret-refused", why]);
});

test("an empty value is a missing one", () => {
  expect(problemOf(() => secretFiller(ofPlace()).fill("{{secret.EMPTY}}"))).toEqual([
    "secret-missing",
    undefined,
  ]);
});

test("a value that changes while the probe runs stays what it was", () => {
  let turn = 0;
  const filler = secretFiller(() => `value-${turn++}`);
  expect(filler.fill("{{secret.T}} {{ secret.T }}")).toBe("value-0 value-0");
  expect([...filler.used]).toEqual([["T", "value-0"]]);
});
