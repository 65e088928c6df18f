import { expect, test } from "vitest";
import { examples } from "@/lib/probe/examples";
import { filledWith } from "@/lib/probe/filled-with";
import { fillSpec, parseSpec, parseSpecText } from "@/lib/probe/spec";

const values = { BASE_URL: "https://a.b", LIMIT: "2s", OTHER: "x" };

test("names every variable of a spec, however deep, with what it stands for", () => {
  const spec = {
    kind: "http",
    target: "{{BASE_URL}}/{{\n path }}",
    assert: ["status == 200", "time < {{ LIMIT }}"],
    headers: { "x-limit": "{{LIMIT}}" },
  };
  expect(filledWith(spec, values)).toEqual({ BASE_URL: "https://a.b", LIMIT: "2s", path: "" });
});

test("a secret stands for the environment that keeps it; its value is nowhere", () => {
  const spec = { target: "https://a.b", headers: { authorization: "Bearer {{secret.TOKEN}}" } };
  expect(filledWith(spec, { ...values, environment: "Production" })).toEqual({
    environment: "Production",
  });
});

test("what no variable stands in depends on nothing", () => {
  expect(filledWith({ kind: "http", target: "https://a.b" }, values)).toEqual({});
  expect(filledWith(null, values)).toEqual({});
});

test("names from outside find nothing but own values", () => {
  expect(filledWith({ target: "{{constructor}}" }, values)).toEqual({ constructor: "" });
});

const variable: Record<string, unknown> = {
  target: "https://{{T}}/",
  assert: ["status == {{A}}"],
  headers: { "x-a": "{{H}}" },
  body: "{{B}}",
  origin: "https://{{O}}",
  signIn: "https://{{S}}/",
  query: "{{Q}}",
  name: "{{N}}",
  serverName: "{{V}}",
};

function read(input: unknown) {
  const found = parseSpec(input);
  return found.ok ? found.spec : null;
}

test.each(Object.entries(examples))(
  "of %s: what is filled is what is named, in every field that it has",
  (_, { text }) => {
    const example = parseSpecText(text);
    if (!example.ok) throw new Error("an example that is not valid");
    const specs = Object.entries(variable).flatMap(
      ([field, value]) => read({ ...example.spec, [field]: value }) ?? [],
    );
    expect(specs.length).toBeGreaterThan(1);
    for (const spec of specs) {
      // A secret, and with it the environment, is not what `fillSpec` fills.
      const named = Object.keys(filledWith(spec, {})).filter((name) => name !== "environment");
      expect(named.length).toBeGreaterThan(0);
      expect(fillSpec(spec, {}).missing.sort()).toEqual(named);
    }
  },
);
