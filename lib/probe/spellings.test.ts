import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { probe } from "@/lib/testing/probe";
import { type LocalServer, localServers, serveHttp } from "@/lib/testing/servers";

/** From the text that somebody writes to the connection: no spelling of a refused address gets through. */

const { keep, closeAll } = localServers();
let server: LocalServer;
let visits = 0;
let location = "";
beforeAll(async () => {
  server = await keep(
    serveHttp((request, response) => {
      if (request.url === "/away") response.writeHead(302, { location }).end();
      else {
        visits += 1;
        response.end("reached");
      }
    }),
  );
});
afterAll(closeAll);

type Four = readonly [number, number, number, number];

const number = (value: number) =>
  fc.constantFrom(
    String(value),
    `0${value.toString(8)}`,
    `000${value.toString(8)}`,
    `0x${value.toString(16)}`,
    `0X${value.toString(16).toUpperCase()}`,
    `0x0000${value.toString(16)}`,
  );

/** Four, three, two parts or one, each in decimal, octal or hexadecimal. */
function dotted([a, b, c, d]: Four): fc.Arbitrary<string> {
  const forms = [
    [a, b, c, d],
    [a, b, c * 256 + d],
    [a, (b * 256 + c) * 256 + d],
    [((a * 256 + b) * 256 + c) * 256 + d],
  ];
  return fc
    .constantFrom(...forms)
    .chain((parts) => fc.tuple(...parts.map(number)))
    .map((parts) => parts.join("."));
}

const wide = (text: string) =>
  [...text].map((char) => String.fromCharCode(char.charCodeAt(0) + 0xfee0)).join("");
const circled = (text: string) =>
  text.replace(/[1-9]/g, (digit) => String.fromCharCode(0x245f + Number(digit)));

const dress = (text: string) =>
  fc.constantFrom(
    text,
    `${text}.`,
    wide(text),
    circled(text),
    text.replaceAll(".", "。"),
    text.replaceAll(".", "．"),
    text.replaceAll(".", "｡"),
    [...text].map((char) => `%${char.charCodeAt(0).toString(16)}`).join(""),
    text.replace(/^(.)/, "$1\u00ad"),
    `${text}\u200b`,
    `user:secret@${text}`,
    `public.test@${text}`,
    `public.test\\@${text}`,
    `${text}%00.public.test`,
    `${text}#.public.test`,
    ` ${text} `,
  );

function wrapped([a, b, c, d]: Four): fc.Arbitrary<string> {
  const hex = (high: number, low: number) => ((high << 8) | low).toString(16);
  const pair = `${hex(a, b)}:${hex(c, d)}`;
  const plain = `${a}.${b}.${c}.${d}`;
  return fc.constantFrom(
    ...[`[::ffff:${plain}]`, `[::FFFF:${pair}]`, `[0:0:0:0:0:ffff:${pair}]`, `[::${plain}]`],
    ...[`[64:ff9b::${plain}]`, `[64:ff9b:1::${pair}]`, `[2002:${pair}::]`, `[::ffff:0:${pair}]`],
    ...[`[::ffff:${plain}%25eth0]`, `[::ffff:${plain}%eth0]`, `::ffff:${plain}`],
    ...[
      `[2001:0:808:808::${hex(a ^ 255, b ^ 255)}:${hex(c ^ 255, d ^ 255)}]`,
      `[fe80::5efe:${pair}]`,
    ],
  );
}

const spelled = (address: fc.Arbitrary<Four>) =>
  address.chain((four) => fc.oneof(dotted(four).chain(dress), wrapped(four)));

const local = fc.constant<Four>([127, 0, 0, 1]);
const metadata = fc.constantFrom<Four>([169, 254, 169, 254], [168, 63, 129, 16]);

/** Not measured, and for one of the reasons that a place which may not be reached has. */
const kept = ["address-refused", "spec-invalid", "name-unresolved", "redirect-refused"];

const kinds = (host: string, port: number) => [
  { kind: "http", target: `http://${host}:${port}/` },
  { kind: "tls", target: `${host}:${port}` },
  { kind: "tcp", target: `${host}:${port}` },
  { kind: "dns", target: `${host}:${port}`, name: "public.test" },
];

test("a local address, however it is written, in every kind", async () => {
  // A name server that means harm leads every name to this machine.
  const resolver = async () => ["127.0.0.1"];
  await fc.assert(
    fc.asyncProperty(spelled(local), async (host) => {
      for (const spec of kinds(host, server.port)) {
        const result = await probe({ ...spec, retries: 0 }, { allow: [], resolver });
        expect(result.verdict, `${spec.kind} ${host}`).toBe("inconclusive");
        expect(kept, `${spec.kind} ${host}`).toContain(result.reason.code);
      }
    }),
    { numRuns: 150 },
  );
  expect(visits).toBe(0);
});

test("a metadata address, however it is written and whatever is open", async () => {
  const resolver = async () => ["169.254.169.254"];
  const allow = ["0.0.0.0/0", "::/0"];
  await fc.assert(
    fc.asyncProperty(spelled(metadata), async (host) => {
      for (const spec of kinds(host, 8080)) {
        const result = await probe({ ...spec, retries: 0 }, { allow, resolver });
        expect(kept, `${spec.kind} ${host}`).toContain(result.reason.code);
      }
    }),
    { numRuns: 150 },
  );
});

test("a redirect to either, however it is written", async () => {
  const resolver = async () => ["169.254.169.254"];
  const elsewhere = fc.constantFrom<Four>([127, 0, 0, 2], [10, 0, 0, 1], [169, 254, 169, 254]);
  await fc.assert(
    fc.asyncProperty(
      spelled(elsewhere),
      fc.constantFrom("http:", "", "HTTP:"),
      async (host, scheme) => {
        location = encodeURI(`${scheme}//${host}:${server.port}/`).replaceAll("%25", "%");
        const target = `${server.url}/away`;
        const result = await probe({ kind: "http", target, redirects: 3 }, { resolver });
        expect(kept, location).toContain(result.reason.code);
      },
    ),
    { numRuns: 100 },
  );
  expect(visits).toBe(0);
});

test.each(["ftp", "file", "gopher", "data", "javascript", "ws", "https+unix", "HTTP+X"])(
  "the scheme %s is not spoken, asked for or redirected to",
  async (scheme) => {
    location = `${scheme}://127.0.0.1:${server.port}/`;
    const asked = await probe({ kind: "http", target: location });
    expect(asked.reason.code).toBe("spec-invalid");
    const led = await probe({ kind: "http", target: `${server.url}/away`, redirects: 3 });
    expect(led).toMatchObject({ verdict: "inconclusive", reason: { code: "redirect-refused" } });
    expect(visits).toBe(0);
  },
);
