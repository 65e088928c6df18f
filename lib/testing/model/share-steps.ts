import { endShare, shareDeployment } from "@/lib/share/commands";
import { type Name, notAllowed } from "@/lib/testing/model/people";
import type { Step } from "@/lib/testing/model/step";

/** Links for those without an account: of nothing that is signed, and also when the deployment is over. */

export function shareStep(by: Name): Step {
  return {
    what: `${by} makes a link`,
    command: "storeShare",
    judge: () => notAllowed(by, "managers"),
    apply(model) {
      model.shares.push({ ended: false });
    },
    async act(real) {
      const ask = { deploymentId: real.id, label: "The board", days: 366 };
      const done = await shareDeployment(real.people[by].caller, ask);
      real.shares.push(done.result.shareId);
      return done;
    },
  };
}

const nowhere = "00000000-0000-4000-8000-000000000000";

export function endShareStep(at: number, by: Name): Step {
  return {
    what: `${by} ends link ${at}`,
    command: "endShare",
    judge(model) {
      const share = model.shares[at];
      const may = notAllowed(by, "managers");
      if (may.length > 0) return may;
      if (!share) return ["no_such_share"];
      return share.ended ? "nothing" : [];
    },
    apply(model) {
      const share = model.shares[at];
      if (share) share.ended = true;
    },
    act: (real) =>
      endShare(real.people[by].caller, {
        ...{ deploymentId: real.id, shareId: real.shares[at] ?? nowhere },
      }),
  };
}
