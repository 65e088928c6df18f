import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { sendMail } from "@/lib/installation/mail";
import { createGuard } from "@/lib/probe/guard";
import { createReach } from "@/lib/probe/reach";
import { issueCertificate } from "@/lib/testing/certificates";
import { localServers, serveTcp } from "@/lib/testing/servers";

const servers = localServers();
afterEach(servers.closeAll);

const certificate = issueCertificate({ subject: "relay.invalid" });

/** Each line that came, with whether it came over TLS; a line of the message is answered with nothing. */
function relay(heard: string[], answers: Record<string, string> = {}) {
  const talk = (socket: Socket, secured: boolean) => {
    let inMessage = false;
    let waiting = "";
    const listen = (part: Buffer) => {
      const whole = (waiting + part.toString()).split("\r\n");
      waiting = whole.pop() ?? "";
      for (const line of whole) {
        heard.push(`${secured ? "tls" : "plain"} ${line}`);
        const word = inMessage ? line : (line.split(/[ :]/)[0] ?? "");
        if (inMessage && line !== ".") continue;
        inMessage = word === "DATA";
        const usual = { EHLO: secured ? "250 ok" : "250-ok\r\n250 STARTTLS", DATA: "354 go on" };
        const answer = { ...usual, STARTTLS: "220 go on", ...answers }[word] ?? "250 ok";
        socket.write(`${answer}\r\n`);
        if (word !== "STARTTLS" || !answer.startsWith("220")) continue;
        socket.off("data", listen);
        const { keyPem: key, pem: cert } = certificate;
        talk(new TLSSocket(socket, { isServer: true, key, cert }), true);
      }
    };
    socket.on("data", listen);
    socket.on("error", () => socket.destroy());
  };
  return serveTcp((socket) => {
    socket.write("220-relay.invalid\r\n220 ready\r\n");
    talk(socket, false);
  });
}

const send = (port: number, lines: string[]) =>
  sendMail(
    { server: `smtp://127.0.0.1:${port}`, from: "from@example.com", to: "to@example.com" },
    { subject: "Heads", lines, id: "1", now: new Date(0) },
    createReach(createGuard({ allow: ["127.0.0.1"], ports: [port] }), new Date(), {
      fill: (text) => text,
      used: new Map(),
    }),
    new AbortController().signal,
  );

describe("a mail", () => {
  it("goes over TLS where the relay offers it, whole, whatever its lines begin with", async () => {
    const heard: string[] = [];
    const { port } = await servers.keep(relay(heard));
    await send(port, ["{}", ".", ".hidden"]);
    expect(heard.filter((line) => line.startsWith("plain"))).toEqual([
      "plain EHLO countersign.invalid",
      "plain STARTTLS",
    ]);
    expect(heard).toContain("tls RCPT TO:<to@example.com>");
    expect(heard).toContain("tls Date: Thu, 01 Jan 1970 00:00:00 +0000");
    expect(heard.slice(-4)).toEqual(["tls {}", "tls ..", "tls ..hidden", "tls ."]);
  });

  it.each([
    ["EHLO", "554 no service"],
    ["MAIL", "530 sign in first"],
    ["RCPT", "550 not here"],
    ["DATA", "451 later"],
    [".", "552 too much"],
  ])("that is refused at %s is not taken for sent", async (word, answer) => {
    const { port } = await servers.keep(relay([], { [word]: answer }));
    await expect(send(port, ["{}"])).rejects.toThrow(answer);
  });

  it("goes without TLS nowhere that offers it and then does not begin it", async () => {
    const heard: string[] = [];
    const { port } = await servers.keep(relay(heard, { STARTTLS: "454 not now" }));
    await expect(send(port, ["{}"])).rejects.toThrow("454 not now");
    expect(heard.some((line) => line.includes("MAIL FROM"))).toBe(false);
  });
});
