import { kind as auth } from "@/lib/probe/kinds/auth";
import { kind as cors } from "@/lib/probe/kinds/cors";
import { kind as dns } from "@/lib/probe/kinds/dns";
import { kind as headers } from "@/lib/probe/kinds/headers";
import { kind as health } from "@/lib/probe/kinds/health";
import { kind as http } from "@/lib/probe/kinds/http";
import { kind as https } from "@/lib/probe/kinds/https";
import { kind as json } from "@/lib/probe/kinds/json";
import { kind as latency } from "@/lib/probe/kinds/latency";
import { kind as metrics } from "@/lib/probe/kinds/metrics";
import { kind as promql } from "@/lib/probe/kinds/promql";
import { kind as rateLimit } from "@/lib/probe/kinds/rate-limit";
import { kind as tcp } from "@/lib/probe/kinds/tcp";
import { kind as tls } from "@/lib/probe/kinds/tls";
import { kind as waf } from "@/lib/probe/kinds/waf";

/** Every kind of probe there is. A new one adds its file and its line. */
export const kinds = {
  auth,
  cors,
  dns,
  headers,
  health,
  http,
  https,
  json,
  latency,
  metrics,
  promql,
  "rate-limit": rateLimit,
  tcp,
  tls,
  waf,
} as const;

export const kindNames: readonly string[] = Object.keys(kinds);

const isKindName = (name: string): name is keyof typeof kinds => Object.hasOwn(kinds, name);

export function kindNamed(name: string) {
  return isKindName(name) ? kinds[name] : null;
}
