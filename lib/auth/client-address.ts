import { headers } from "next/headers";
import { CLIENT_HEADER } from "@/lib/core/forwarded";

/** Where the request came from, as the web guard found out; "direct" without one. */
export async function clientAddress(): Promise<string> {
  return (await headers()).get(CLIENT_HEADER) ?? "direct";
}
