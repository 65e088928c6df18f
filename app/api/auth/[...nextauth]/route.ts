import type { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { requestIsSecure } from "@/lib/auth/caller";
import { clientAddress } from "@/lib/auth/client-address";
import { authOptions } from "@/lib/auth/next-auth";

type Context = { params: Promise<{ nextauth: string[] }> };

async function handler(request: NextRequest, context: Context): Promise<Response> {
  const secure = await requestIsSecure();
  return NextAuth(request, context, authOptions({ secure, address: await clientAddress() }));
}

export { handler as GET, handler as POST };
