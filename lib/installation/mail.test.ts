import type { Socket } from "node:net";
import { getCACertificates, setDefaultCACertificates, TLSSocket } from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { sendMail } from "@/lib/installation/mail";
import { createGuard } from "@/lib/probe/guard";
import { issueCertificate } from "@/lib/testing/certificates";
import { localServers, serveTcp } from "@/lib/testing/servers";

const servers = localServers();
afterEach(servers.closeAll);

const certificate = issueCertificate({ subject: "relay.invalid", names: ["127.0.0.1"], ca: true });
const trusted = getCACertificates("default");
afterEach(() => setDefaultCACertificates(trusted));

type Relay = { answers?: Record<string, string>; fromTheStart?: boolean };

/** Each line that came, with whether it came over TLS; a line of the message is answered with nothing. */
function relay(heard: string[], { answers = {}, fromTheStart = false }: Relay = {}) {
  const asServer = { isServer: true, key: certificate.keyPem, cert: certificate.pem };
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
        const offers = secured ? "250-ok\r\n250 AUTH PLAIN" : "250-ok\r\n250 STARTTLS";
        const usual = { EHLO: offers, DATA: "354 go on", STARTTLS: "220 go on", AUTH: "235 ok" };
        const answer = { ...usual, ...answers }[word] ?? "250 ok";
        socket.write(`${answer}\r\n`);
        if (word !== "STARTTLS" || !answer.startsWith("220")) continue;
        socket.off("data", listen);
        talk(new TLSSocket(socket, asServer), true);
      }
    };
    socket.on("data", listen);
    socket.on("error", () => socket.destroy());
  };
  return serveTcp((plain) => {
    const socket = fromTheStart ? new TLSSocket(plain, asServer) : plain;
    socket.write("220-relay.invalid\r\n220 ready\r\n");
    talk(socket, fromTheStart);
  });
}

const send = (port: number, lines: string[], before = "smtp://") =>
  sendMail(
    { server: `${before}127.0.0.1:${port}`, from: "from@example.com", to: "to@example.com" },
    { subject: "Heads", lines, id: "1", now: new Date(0) },
    createGuard({ allow: ["127.0.0.1"], ports: [port] }),
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
    const body = heard.slice(heard.indexOf("tls {}"));
    expect(body.slice(0, 4)).toEqual(["tls {}", "tls ..", "tls ..hidden", "tls ."]);
  });

  it.each([
    ["EHLO", "554 no service"],
    ["MAIL", "530 sign in first"],
    ["RCPT", "550 not here"],
    ["DATA", "451 later"],
    [".", "552 too much"],
  ])("that is refused at %s is not taken for sent", async (word, answer) => {
    const answers = { [word]: answer, ...(word === "EHLO" ? { HELO: answer } : {}) };
    const { port } = await servers.keep(relay([], { answers }));
    await expect(send(port, ["{}"])).rejects.toThrow(answer);
  });

  it("goes without TLS nowhere that offers it and then does not begin it", async () => {
    const heard: string[] = [];
    const { port } = await servers.keep(relay(heard, { answers: { STARTTLS: "454 not now" } }));
    await expect(send(port, ["{}"])).rejects.toThrow("454 not now");
    expect(heard.some((line) => line.includes("MAIL FROM"))).toBe(false);
  });

  it("goes nowhere that the guard does not let it", async () => {
    const guard = createGuard({ allow: [], ports: [2525] });
    const way = { server: "smtp://127.0.0.1:2525", from: "a@example.com", to: "b@example.com" };
    const mail = { subject: "Heads", lines: [], id: "1", now: new Date(0) };
    const sent = sendMail(way, mail, guard, new AbortController().signal);
    await expect(sent).rejects.toThrow("address-refused");
  });
});

describe("a mail through a relay that asks for a password", () => {
  const login = `tls AUTH PLAIN ${Buffer.from("\0anchors\0p@ss").toString("base64")}`;

  it.each([
    ["smtp://anchors:p%40ss@", false],
    ["smtps://anchors:p%40ss@", true],
  ])("goes after %s was signed in over TLS", async (before, fromTheStart) => {
    setDefaultCACertificates([...trusted, certificate.pem]);
    const heard: string[] = [];
    const { port } = await servers.keep(relay(heard, { fromTheStart }));
    await send(port, ["{}"], before);
    expect(heard).toContain(login);
    expect(heard).toContain("tls {}");
    expect(heard.some((line) => line.startsWith("plain AUTH"))).toBe(false);
  });

  it("tells the password to nobody without a certificate that is trusted here, nor in the clear", async () => {
    const heard: string[] = [];
    const stranger = await servers.keep(relay(heard));
    await expect(send(stranger.port, ["{}"], "smtp://anchors:p%40ss@")).rejects.toThrow(
      /certificate/,
    );
    const encrypted = await servers.keep(relay(heard, { fromTheStart: true }));
    await expect(send(encrypted.port, ["{}"], "smtps://anchors:p%40ss@")).rejects.toThrow(
      /certificate/,
    );
    const answers = { EHLO: "250-ok\r\n250 AUTH PLAIN", STARTTLS: "502 not here" };
    const plain = await servers.keep(relay(heard, { answers }));
    await expect(send(plain.port, ["{}"], "smtp://anchors:p%40ss@")).rejects.toThrow("502");
    expect(heard.some((line) => line.includes("AUTH PLAIN "))).toBe(false);
    expect(heard.some((line) => line.includes("MAIL FROM"))).toBe(false);
  });

  it("is not sent when the password is refused, and the failure does not say it", async () => {
    setDefaultCACertificates([...trusted, certificate.pem]);
    const { port } = await servers.keep(relay([], { answers: { AUTH: "535 wrong" } }));
    const sent = send(port, ["{}"], "smtp://anchors:p%40ss@").catch(
      (error: Error) => error.message,
    );
    expect(await sent).toContain("535 wrong");
    expect(await sent).not.toContain("p@ss");
  });
});
