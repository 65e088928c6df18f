import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redactor } from "@/lib/probe/redact";
import "@/lib/testing/fast-check";

const entity = (text: string) =>
  [...text].map((sign) => (/\w/.test(sign) ? sign : `&#${sign.charCodeAt(0)};`)).join("");
const escaped = (text: string, digits: number, start: string) =>
  [...text].map((sign) => start + sign.charCodeAt(0).toString(16).padStart(digits, "0")).join("");

/** Ways in which a server may give back what it was sent. */
const echoes: Record<string, (text: string) => string> = {
  raw: (text) => text,
  "upper case": (text) => text.toUpperCase(),
  "lower case": (text) => text.toLowerCase(),
  percent: encodeURIComponent,
  "percent, of a whole address": (text) => encodeURI(text),
  "percent, in lower case": (text) => encodeURIComponent(text).toLowerCase(),
  "percent, every byte": (text) => escaped(text, 2, "%"),
  "percent twice": (text) => encodeURIComponent(encodeURIComponent(text)),
  form: (text) => new URLSearchParams({ v: text }).toString().slice(2),
  JSON: (text) => JSON.stringify(text),
  "JSON in JSON": (text) => JSON.stringify(JSON.stringify(text)),
  "JSON with slashes escaped": (text) => JSON.stringify(text).replaceAll("/", "\\/"),
  "JavaScript, every sign": (text) => escaped(text, 4, "\\u"),
  "JavaScript, short": (text) => escaped(text, 2, "\\x"),
  HTML: (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;"),
  "HTML, by number": entity,
  "HTML, in hex": (text) => [...text].map((s) => `&#x${s.charCodeAt(0).toString(16)};`).join(""),
  hex: (text) => Buffer.from(text).toString("hex"),
  "hex in upper case": (text) => Buffer.from(text).toString("hex").toUpperCase(),
  "hex, spaced": (text) => Buffer.from(text).toString("hex").replace(/../g, "$& "),
  base64: (text) => Buffer.from(text).toString("base64"),
  "base64, one byte before": (text) => Buffer.from(`:${text}`).toString("base64"),
  "base64, two bytes before": (text) => Buffer.from(`a:${text}!`).toString("base64"),
  "base64 for addresses": (text) => Buffer.from(`u:${text}`).toString("base64url"),
  "base64 in an address": (text) => encodeURIComponent(Buffer.from(text).toString("base64")),
  "base64 in lines": (text) => Buffer.from(text).toString("base64").replace(/.{4}/g, "$&\r\n"),
  "UTF-16": (text) => Buffer.from(text, "utf16le").toString("latin1"),
  "UTF-16, control characters replaced": (text) => [...text].join("\ufffd"),
};

const secret = "T0k en+/=%\\\"'<&>:9é".replace("é", "~");
const lookAlike = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, "");

describe.each(Object.entries(echoes))("%s", (_, echo) => {
  test("is removed, and what stands around it is not", () => {
    const text = redactor(new Map([["T", secret]]))(`before, ${echo(secret)}; behind`);
    expect(text).toMatch(/^before, .*\[secret T\].*; behind$/s);
    expect(text).not.toContain(echo(secret));
  });

  test("is removed of every value", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[!-~][ -~]{6,60}[!-~]$/),
        fc.stringMatching(/^[ -~]{0,40}$/),
        (value, before) => {
          const text = redactor(new Map([["T", value]]))(`${before} ${echo(value)}`);
          expect(text).toContain("[secret T]");
          // At the edges of base64 a sign may hold bits of both sides: at most the first and the last are left.
          const rest = text.slice(text.lastIndexOf("[secret T]") + 10);
          expect(rest.length).toBeLessThanOrEqual(8);
        },
      ),
    );
  });

  test("is removed wherever the text was cut", () => {
    const whole = `${"x".repeat(40)} ${echo(secret)}`;
    const redact = redactor(new Map([["T", secret]]));
    for (let length = 42; length < whole.length; length += 1) {
      const left = redact(whole.slice(0, length))
        .slice(41)
        .replace(/\[secret T\].{0,4}$/s, "");
      // Too little to tell it from ordinary text: two signs of the secret, however long each is written.
      expect(left.length).toBeLessThanOrEqual(3 * echo("T0").length + 6);
      expect(lookAlike(left)).not.toContain("t0ken");
    }
  });
});

test("what is shorter than the secret, or nearly it, stays", () => {
  const redact = redactor(new Map([["T", "hunter2hunter"]]));
  for (const text of ["hunter", "a hunter2 in the middle", "hunter3hunter", ""])
    expect(redact(text)).toBe(text);
});

test("several secrets, one the beginning of the other: the longer one is named", () => {
  const redact = redactor(
    new Map([
      ["SHORT", "abcd"],
      ["LONG", "abcdefgh"],
    ]),
  );
  expect(redact("abcdefgh abcd")).toBe("[secret LONG] [secret SHORT]");
});

test("of a text that was made to be hard to read, only what was read is kept", () => {
  const value = `${"a%25".repeat(200)}b`;
  const redact = redactor(new Map([["T", value]]));
  for (const piece of ["a%25", "a%2525", "a\\\\", "a&#97;", "aaaa", "\\", "%25", "a\r\n", "\n"]) {
    const text = piece.repeat(Math.floor((1024 * 1024) / piece.length));
    const kept = redact(`ordinary ${text} ${value}`);
    expect(kept).toMatch(/^ordinary /);
    expect(kept).not.toContain(value);
  }
});

test("no secrets, no change", () => {
  const text = "anything %41 \\u0041";
  expect(redactor(new Map())(text)).toBe(text);
});

test("an ordinary text of 1 MiB is read to its end", () => {
  const secrets = ["ya29.a0AfH6SMBx-Zq", "Tr0ub4dor&3", "xoxb-1234-abcdef"];
  const redact = redactor(new Map(secrets.map((value, index) => [`S${index}`, value])));
  const page = Array.from(
    { length: 20_000 },
    (_, line) => `<p class="x">Line ${line} of a text, 100% &amp; more</p>`,
  );
  const text = `${page.join("\n")}${secrets[2]}`;
  expect(text.length).toBeGreaterThan(1024 * 1024 - 100_000);
  expect(redact(text)).toBe(`${page.join("\n")}[secret S2]`);
});
