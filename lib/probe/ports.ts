/**
 * Ports that no probe connects to unless the environment names them: what a protocol there would make of our bytes
 * is not ours to try. The list is that of the fetch standard ("bad port"), and mail's submission and sieve.
 */
export const refusedPorts: readonly number[] = [
  0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95, 101, 102,
  103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179, 389, 427, 465,
  512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587, 601, 636, 989, 990, 993,
  995, 1719, 1720, 1723, 2049, 2525, 3659, 4045, 4190, 4990, 5060, 5061, 6000, 6566, 6665, 6666,
  6667, 6668, 6669, 6679, 6697, 10080,
];
const refused = new Set(refusedPorts);

/** What is spoken there: a port of the list is open to the protocol that it was made for. */
export type Spoken = "http" | "tls" | "dns" | "tcp";

const own: Readonly<Record<Spoken, readonly number[]>> = {
  http: [],
  // LDAP, news, FTP and mail over TLS: they begin with a handshake, and a handshake is all they get.
  tls: [465, 563, 636, 989, 990, 993, 995, 5061, 6679, 6697],
  dns: [53],
  tcp: [],
};

/** Where a URL leads: a port that is written counts as written, also when it is 0. */
export const portOf = ({ port, protocol }: URL): number =>
  port === "" ? (protocol === "https:" ? 443 : 80) : Number(port);

/** `named`: the environment's own list. Port 0 is no place, whoever names it. */
export function portAllowed(port: number, spoken: Spoken, named: readonly number[]): boolean {
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return false;
  return !refused.has(port) || own[spoken].includes(port) || named.includes(port);
}
