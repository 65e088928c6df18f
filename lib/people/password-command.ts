import { hashPassword } from "@/lib/auth/password-hash";
import { confirmPassword } from "@/lib/auth/sign-in";
import { parseInput } from "@/lib/command/command";
import { type Done, transact } from "@/lib/command/transact";
import type { Caller } from "@/lib/core/caller";
import { AppError, reason, refuseIf } from "@/lib/core/errors";
import { passwordBlocker } from "@/lib/people/rules";
import { changePasswordInput } from "@/lib/people/schema";

type Changed = { personId: string; epoch: number };

/** One's own password, knowing the present one. Ends all sessions: the caller's is to be renewed with the new epoch. */
export async function changePassword(
  caller: Caller,
  raw: unknown,
  address: string,
): Promise<Done<Changed>> {
  const { current, next } = parseInput(changePasswordInput, raw);
  const { id, name, email } = await confirmPassword(caller, current, address);
  if (current === next) throw new AppError("refused", reason("password_same"));
  refuseIf(passwordBlocker(next, [name, email, email.split("@")[0] ?? email]));
  return storePassword(caller, id, await hashPassword(next));
}

async function storePassword(
  caller: Caller,
  id: string,
  passwordHash: string,
): Promise<Done<Changed>> {
  return transact({
    caller,
    stream: { kind: "person", id },
    beforePasswordChange: true,
    async decide({ tx }) {
      const [now] = await tx.query<{ epoch: number }>(`select epoch from "Person" where id = $1`, [
        id,
      ]);
      // A reset or another change since the present password was checked: that one counts.
      const mine = caller.actor.kind === "person" && caller.actor.epoch === now?.epoch;
      if (!now || !mine) throw new AppError("signed_out");
      const epoch = now.epoch + 1;
      const subject = { person: id };
      return {
        result: { personId: id, epoch },
        events: [{ kind: "person.password_changed", subject, before: null, after: null }],
        rows: [
          {
            table: "Person",
            rows: [{ id, passwordHash, mustChangePassword: false, epoch }],
            partial: true,
          },
        ],
      };
    },
  });
}
