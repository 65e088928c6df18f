import { describe, expect, it } from "vitest";
import { errorText } from "@/lib/i18n/error-text";
import { translator } from "@/lib/i18n/translator";

/** What `signerBlocker` says to a signer: the codes of rules.ts, capacity.ts and membership.ts. */
const never = [
  ...["password_was_reset", "not_the_deployer", "not_an_approver", "deployer_cannot_sign"],
  ...["not_in_team", "joined_late", "confirmer_too_new", "signs_for_one_team"],
  ...["delegator_may_not_sign", "delegate_confirmed", "account_too_new"],
];

describe("who asks somebody that may never sign", () => {
  it.each(["en", "ko"] as const)("is told why in words about that person (%s)", (locale) => {
    const params = { name: "Kim Jiwoo", team: "QA", label: "QA" };
    for (const code of never)
      expect(
        errorText(translator(locale, "errors"), { code: `asked_${code}`, params }),
        code,
      ).toContain("Kim Jiwoo");
  });
});
