import type { ReactNode } from "react";
import { Shell } from "@/components/shell/shell";
import { signOutAction } from "@/lib/auth/actions";
import { requirePerson } from "@/lib/auth/viewer";
import { may } from "@/lib/core/permissions";

/** Frame of everything that needs a sign-in. Pages ask `requirePerson` again: a layout is not run for each of them. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const person = await requirePerson({ beforePasswordChange: true });
  const { id, name, email, grants } = person;
  const isAdmin = may(grants, "people.view", null);
  return (
    <Shell person={{ id, name, email, isAdmin }} signOut={signOutAction}>
      {children}
    </Shell>
  );
}
