import { answer } from "@/lib/auth/route";
import { AppError, reason } from "@/lib/core/errors";
import { statementView } from "@/lib/sign-off/queries";

/** POST because what the deployer closes with (notes) is too long for an address; it writes nothing. */
export async function POST(request: Request, { params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return answer(async (caller) => {
    const body: unknown = await request.json().catch(() => {
      throw new AppError("invalid", reason("invalid_input", { field: "body", message: "no JSON" }));
    });
    const input = typeof body === "object" && body !== null ? body : {};
    return statementView(caller, { ...input, deploymentId: id });
  });
}
