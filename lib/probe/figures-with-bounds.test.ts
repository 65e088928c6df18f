import { afterEach, expect, test } from "vitest";
import { figuresWithBounds } from "@/lib/probe/figures-with-bounds";
import { kind as tls } from "@/lib/probe/kinds/tls";
import { issueCertificate } from "@/lib/testing/certificates";
import { probe } from "@/lib/testing/probe";
import { localServers, serveTls } from "@/lib/testing/servers";

const { keep, closeAll } = localServers();
afterEach(closeAll);

test("what contradicts comes first, with its bound, also where the kind gives no figure for it", async () => {
  const leaf = issueCertificate({ subject: "server", names: ["127.0.0.1"], toDays: 5.5 });
  const server = await keep(serveTls(leaf, []));
  const result = await probe({ kind: tls.name, target: `127.0.0.1:${server.port}` });
  const shown = figuresWithBounds(result).map(({ name, value, asked }) => [name, value, asked]);
  expect(shown.slice(0, 2)).toEqual([
    ["chain", "untrusted", '== "trusted"'],
    ["days left", 5, ">= 14 days"],
  ]);
  // Asked was a word, the figure is its reason: side by side they would not fit.
  expect(shown.find(([name]) => name === "key")?.[2]).toBeUndefined();
});

test("figures that nothing was asked of are left as they are", async () => {
  const result = await probe({ kind: "http", target: "http://127.0.0.1:1/" });
  expect(figuresWithBounds(result)).toEqual(result.figures);
});
