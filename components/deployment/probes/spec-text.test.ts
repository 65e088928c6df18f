import { describe, expect, it } from "vitest";
import { specText } from "@/components/deployment/probes/spec-text";
import { exampleKinds, examples } from "@/lib/probe/examples";
import { parseSpecText } from "@/lib/probe/spec";

describe("a spec as text", () => {
  it.each(exampleKinds)("of %s is read as the same spec again", (kind) => {
    const read = parseSpecText(examples[kind].text);
    expect(read.ok && parseSpecText(specText({ ...read.spec }))).toEqual(read);
  });

  it("keeps what YAML would take for something else, and texts of several lines", () => {
    const spec = {
      body: "yes",
      kind: "http",
      method: "POST",
      headers: { "x-note": "a: b # c", "x-number": "12" },
      target: "https://example.com/",
      assert: ['body == "null"', "status == 200"],
      ca: "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----",
    };
    const read = parseSpecText(specText(spec));
    expect(read).toMatchObject({ ok: true });
    if (read.ok) expect(read.spec).toMatchObject({ ...spec, ca: `${spec.ca}\n` });
    expect(specText(spec).startsWith("kind: http\ntarget: ")).toBe(true);
  });
});
