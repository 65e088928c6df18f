import { system } from "@/lib/core/caller";
import { createPerson } from "@/lib/people/commands";
import { grantRole } from "@/lib/people/grant-commands";

/**
 * `countersign admin create EMAIL`: a person who administers everything, with a one-time password.
 * Throws AppError `refused` (email_taken) when the person exists, `invalid` when it is no email address.
 */
export async function adminCreate(email: string): Promise<{ password: string }> {
  const caller = system("command line", "cli");
  const name = email.split("@")[0] || email;
  const { result } = await createPerson(caller, { email, name });
  await grantRole(caller, { personId: result.personId, role: "admin", projectId: null });
  return { password: result.password };
}
