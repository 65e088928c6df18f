import compile from "icu-minify/compile";
import { describe, expect, it } from "vitest";
import { locales } from "@/lib/i18n/locale";
import { messages } from "@/messages";

/** `path → text` for every message of a tree. */
function flatten(tree: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === "string") found.set(here, value);
    else for (const [inner, text] of flatten(value, here)) found.set(inner, text);
  }
  return found;
}

/** Names of the arguments and tags of a compiled message, whatever their order or plural forms. */
function argumentNames(node: unknown): string[] {
  if (!Array.isArray(node)) return [];
  const names: string[] = [];
  for (const part of node) {
    if (!Array.isArray(part)) continue;
    const [name, ...rest] = part;
    names.push(String(name));
    for (const inner of rest) {
      if (Array.isArray(inner)) names.push(...argumentNames([inner]), ...argumentNames(inner));
      else if (typeof inner === "object" && inner !== null)
        for (const choice of Object.values(inner)) names.push(...argumentNames(choice));
    }
  }
  return [...new Set(names)].sort();
}

const namespaces = Object.keys(messages.en) as (keyof typeof messages.en)[];

describe.each(namespaces)("messages of %s", (namespace) => {
  const en = flatten(messages.en[namespace]);
  const ko = flatten(messages.ko[namespace]);

  it("have the same keys in English and Korean", () => {
    expect([...ko.keys()].sort()).toEqual([...en.keys()].sort());
  });

  it("take the same arguments in English and Korean", () => {
    for (const [key, text] of en) {
      const korean = ko.get(key);
      if (korean === undefined) continue;
      expect({ key, args: argumentNames(compile(korean)) }).toEqual({
        key,
        args: argumentNames(compile(text)),
      });
    }
  });

  it("are never empty", () => {
    for (const tree of [en, ko])
      for (const [key, text] of tree) expect(text.trim(), key).not.toBe("");
  });
});

it("every language of the product has messages", () => {
  expect(Object.keys(messages).sort()).toEqual([...locales].sort());
});
