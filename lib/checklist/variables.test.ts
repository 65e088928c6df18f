import { describe, expect, test } from "vitest";
import { applyVariableOffer, variableOffers } from "@/lib/checklist/offers";
import { readChecklist } from "@/lib/checklist/read";
import { commandWarnings, fillVariables } from "@/lib/checklist/variables";

describe("filling variables", () => {
  test("puts values in and names what is missing", () => {
    const values = { version: "1.2.0", BASE_URL: "https://a.example/{{version}}", empty: "" };
    expect(
      fillVariables("v{{version}} {{ BASE_URL }} {{nope}} {{nope}} {{empty}}", values),
    ).toEqual({
      text: "v1.2.0 https://a.example/{{version}} {{nope}} {{nope}} {{empty}}",
      missing: ["nope", "empty"],
    });
  });

  test("takes nothing from the prototype of the values", () => {
    expect(fillVariables("{{constructor}} {{toString}}", {}).missing).toEqual([
      "constructor",
      "toString",
    ]);
  });
});

describe("warnings before a command is copied", () => {
  const at = (command: string, version = "2.0.0") =>
    commandWarnings(command, { version, values: { BASE_URL: "https://kb.internal" } }).map(
      (warning) => `${warning.code} ${warning.params.found}`,
    );

  test("another version than the deployment's", () => {
    expect(at("docker build -t kb:v1.0.0 .")).toEqual(["command_other_version v1.0.0"]);
    expect(at("docker build -t kb:v2.0.0 . && ./run 2.0.0")).toEqual([]);
    expect(at("curl 127.0.0.1 && use postgres:16 python3.11")).toEqual([]);
    expect(at("deploy 2.0.0-rc.1")).toEqual(["command_other_version 2.0.0-rc.1"]);
    expect(at("anything 1.0.0", "next")).toEqual([]);
  });

  test("placeholders", () => {
    expect(at("curl https://your-domain.com/health")).toEqual([
      "command_placeholder your-domain.com",
    ]);
    expect(at("curl https://api.example.com")).toEqual(["command_placeholder api.example.com"]);
    expect(at("ssh <host> [PLACEHOLDER] ____ {{unfilled}}")).toEqual([
      "command_placeholder {{unfilled}}",
      "command_placeholder <host>",
      "command_placeholder [PLACEHOLDER]",
      "command_placeholder ____",
    ]);
  });

  test("none for what shells write", () => {
    expect(at("[ -f a ] && cat < in > out <<EOF; curl {{BASE_URL}}/x; a[0]=1; arr=[A-Z]*")).toEqual(
      [],
    );
  });
});

describe("offers of variables", () => {
  const text = [
    "# R",
    "**Version**: 1.0.0",
    "**Environment**: AWS Production",
    "",
    "- [ ] Tag v1.0.0, not 11.0.0 or 1.0.0.1 or 21.0.0",
    "- [ ] Check AWS Production",
    "  ```",
    "  curl https://your-domain.com/health # v1.0.0.",
    "  ping your-domain.com",
    "  ```",
  ].join("\r\n");

  test("name the literal, its variable and its lines, the header's own line left out", () => {
    expect(variableOffers(readChecklist(text), text)).toEqual([
      { literal: "1.0.0", variable: "version", lines: [5, 8] },
      { literal: "AWS Production", variable: "environment", lines: [6] },
      { literal: "https://your-domain.com", variable: "BASE_URL", lines: [8] },
      { literal: "your-domain.com", variable: "HOST", lines: [9] },
    ]);
  });

  test("are applied on those lines alone, and then not offered again", () => {
    const all = variableOffers(readChecklist(text), text);
    const applied = all.reduce(applyVariableOffer, text);
    expect(applied.split("\r\n")).toEqual([
      "# R",
      "**Version**: 1.0.0",
      "**Environment**: AWS Production",
      "",
      "- [ ] Tag v{{version}}, not 11.0.0 or 1.0.0.1 or 21.0.0",
      "- [ ] Check {{environment}}",
      "  ```",
      "  curl {{BASE_URL}}/health # v{{version}}.",
      "  ping {{HOST}}",
      "  ```",
    ]);
    expect(variableOffers(readChecklist(applied), applied)).toEqual([]);
  });
});
