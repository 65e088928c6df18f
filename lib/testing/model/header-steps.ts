import {
  cancelDeployment,
  changeContacts,
  changeReferences,
  closeDeployment,
  declareIssue,
  editHeader,
  endIssue,
  openEarly,
} from "@/lib/deployment/header-commands";
import { againstClosing, over } from "@/lib/testing/model/against";
import {
  type Closing,
  isOpen,
  isRunning,
  itemOf,
  itemsOf,
  type Model,
  owedIn,
} from "@/lib/testing/model/model";
import type { Unit } from "@/lib/testing/model/outline";
import { isManager, type Name, notAllowed, people } from "@/lib/testing/model/people";
import type { Step } from "@/lib/testing/model/step";

export type Header = { version?: string; title?: string; deployer?: Name; environment?: string };

export function headerStep(header: Header, by: Name): Step {
  const { deployer } = header;
  return {
    what: `${by} changes ${JSON.stringify(header)}`,
    command: "editHeader",
    judge(model) {
      const may = deployer && !(isManager(deployer) && isHere(deployer));
      const against = [
        ...notAllowed(by, "managers"),
        ...over(model),
        ...(may ? ["deployer_must_be_release_manager"] : []),
      ];
      const same = Object.entries(header).every(
        ([field, value]) => model[field as keyof Header] === value,
      );
      return against.length === 0 && same ? "nothing" : against;
    },
    apply(model) {
      Object.assign(model, header);
      if (deployer && !model.deployers.includes(deployer)) model.deployers.push(deployer);
    },
    act: (real) =>
      editHeader(real.people[by].caller, {
        ...{ deploymentId: real.id, version: header.version, title: header.title },
        deployedById: deployer && real.people[deployer].id,
        environmentId: header.environment && real.environments[header.environment],
      }),
  };
}

/** Of no item and no signature: whatever is signed stands. */
export function aroundStep(what: "contacts" | "references", by: Name): Step {
  const contacts = [{ role: "On call", name: "Mina", contact: "+82 2 123", escalation: "" }];
  const references = [{ label: "Runbook", url: "https://example.com/runbook" }];
  return {
    what: `${by} changes the ${what}`,
    command: what === "contacts" ? "changeContacts" : "changeReferences",
    judge: (model) => [...notAllowed(by, "managers"), ...over(model)],
    apply: () => undefined,
    act: ({ people, id: deploymentId }) =>
      what === "contacts"
        ? changeContacts(people[by].caller, { deploymentId, contacts })
        : changeReferences(people[by].caller, { deploymentId, references }),
  };
}

const isHere = (name: Name) => !("elsewhere" in people[name]);

const rollbackOf = (model: Model) => model.outline.units.filter(({ kind }) => kind === "rollback");

/** Opens the rollback, whose steps start afresh. */
export function declareStep(by: Name): Step {
  return {
    what: `${by} declares an issue`,
    command: "declareIssue",
    judge: (model) => [
      ...notAllowed(by, "those who run it"),
      ...over(model),
      ...(isRunning(model) ? ["issue_running_already"] : []),
    ],
    apply(model) {
      model.issues.push({ what: "It broke", ended: false });
      for (const id of rollbackOf(model).flatMap((unit) => itemsOf(model, unit))) {
        const item = itemOf(model, id);
        if (item.state === "todo") continue;
        Object.assign(item, {
          ...{ state: "todo", reason: null, by: null, cause: "person", early: false, against: [] },
          version: item.version + 1,
        });
      }
    },
    act: (real) =>
      declareIssue(real.people[by].caller, { deploymentId: real.id, what: "It broke" }),
  };
}

export function endIssueStep(by: Name): Step {
  return {
    what: `${by} ends the issue`,
    command: "endIssue",
    judge: (model) => [
      ...notAllowed(by, "managers"),
      ...over(model),
      ...(isRunning(model) ? [] : ["no_issue_running"]),
      ...(owedIn(model, rollbackOf(model)).length > 0 ? ["rollback_items_open"] : []),
    ],
    apply(model) {
      for (const issue of model.issues) issue.ended = true;
    },
    act: (real) => endIssue(real.people[by].caller, { deploymentId: real.id, note: "Repaired" }),
  };
}

function againstEarly(model: Model, unit: Unit): string[] {
  if (isOpen(model, unit)) return ["stage_open_already"];
  if (unit.kind === "rollback") return ["rollback_by_issue_only"];
  return unit.kind === "follow-up" ? ["follow_up_at_go_live"] : [];
}

export function earlyStep(unit: Unit, by: Name): Step {
  return {
    what: `${by} opens ${unit.id} early`,
    command: "openEarly",
    judge: (model) => [...notAllowed(by, "managers"), ...over(model), ...againstEarly(model, unit)],
    apply(model) {
      model.open.add(unit.id);
      model.glass[unit.id] = { by, reason: "Cannot wait" };
    },
    act: (real) =>
      openEarly(real.people[by].caller, {
        ...{ deploymentId: real.id, unitKey: real.units[unit.id], reason: "Cannot wait" },
      }),
  };
}

export function cancelStep(by: Name): Step {
  return {
    what: `${by} cancels`,
    command: "cancelDeployment",
    judge: (model) => [
      ...notAllowed(by, "managers"),
      ...over(model),
      ...(model.open.has("deploy") ? ["deploy_has_opened"] : []),
    ],
    apply(model) {
      model.cancelled = true;
    },
    act: (real) =>
      cancelDeployment(real.people[by].caller, { deploymentId: real.id, reason: "Not today" }),
  };
}

export function closeStep(closing: Closing, by: Name): Step {
  return {
    what: `${by} closes as ${closing.outcome}`,
    command: "closeDeployment",
    judge(model) {
      const may = notAllowed(by, "managers");
      return may.length > 0 ? may : againstClosing(model, closing);
    },
    apply(model) {
      model.closing = closing;
      model.closed = closing.outcome;
    },
    act: (real) => closeDeployment(real.people[by].caller, { deploymentId: real.id, ...closing }),
  };
}
