import type { Cast, Ids, World } from "@/e2e/direct/world";

type Row = {
  /** Who may do it with these ids. */
  by: keyof Cast;
  input: (ids: Ids, world: World) => unknown;
  /** What somebody of the project who only reads is told; absent: they may do it too. */
  viewer?: "forbidden" | "not_found";
  /** What is told to a release manager of another project; absent: it is theirs as well. */
  stranger?: "forbidden" | "not_found";
  /** What who has yet to change the one-time password is told; absent: forbidden. */
  fresh?: "refused";
  /** Fields whose ids of another place may not be mixed with one's own deployment or person. */
  foreign?: (keyof Ids)[];
};

const inProject = { viewer: "forbidden", stranger: "not_found" } as const;
const administration = { viewer: "forbidden", stranger: "forbidden" } as const;
const manager = { by: "manager", ...inProject } as const;
const admin = { by: "admin", ...administration } as const;

const reason = "Because of a test";
const tag = () => Math.random().toString(36).slice(2, 10);
const environment = {
  ...{ name: "Second", zone: "UTC", variables: {}, allow: ["127.0.0.1/32"], ports: [] },
};
const spec = 'kind: http\ntarget: http://127.0.0.1:9/\nassert: ["status == 200"]\n';
const signing = {
  ...{ stateHash: "0".repeat(64), seen: 1, statement: "I sign", locale: "en", closing: null },
};

/** Every server action there is; the test compares the names with those of the build. */
export const actions: Record<string, Row> = {
  createTokenAction: {
    ...admin,
    input: ({ projectId }) => ({ name: `Pipeline ${tag()}`, projectId, days: 1 }),
  },
  withdrawTokenAction: { ...admin, input: ({ tokenId }) => ({ tokenId }) },
  shareDeploymentAction: {
    ...manager,
    input: ({ deploymentId }) => ({ deploymentId, label: "A stakeholder", days: 1 }),
  },
  endShareAction: {
    ...manager,
    input: ({ deploymentId, shareId }) => ({ deploymentId, shareId }),
    foreign: ["shareId"],
  },
  createDeploymentAction: {
    ...{ ...manager, stranger: "forbidden" },
    input: ({ templateVersionId, projectId, environmentId }, { cast }) => ({
      ...{ templateVersionId, projectId, environmentId, version: "2.0.0" },
      deployedById: cast.manager.id,
    }),
    foreign: ["templateVersionId", "environmentId"],
  },
  settleItemAction: {
    ...manager,
    input: ({ deploymentId, itemKey }) => ({ deploymentId, itemKey, to: "todo", version: 1 }),
    foreign: ["itemKey"],
  },
  settleSectionAction: {
    ...manager,
    input: ({ deploymentId, sectionKey }) => ({ deploymentId, sectionKey, to: "done" }),
    foreign: ["sectionKey"],
  },
  correctItemAction: {
    ...manager,
    input: ({ deploymentId, itemKey }) => ({
      deploymentId,
      itemKey,
      label: "Other",
      command: null,
    }),
    foreign: ["itemKey"],
  },
  addItemAction: {
    ...manager,
    input: ({ deploymentId, sectionKey }) => ({ deploymentId, sectionKey, label: "One more" }),
    foreign: ["sectionKey"],
  },
  addNoteAction: {
    ...manager,
    input: ({ deploymentId, itemKey }) => ({ deploymentId, itemKey, text: "A note" }),
    foreign: ["itemKey"],
  },
  editHeaderAction: { ...manager, input: ({ deploymentId }) => ({ deploymentId, version: "3.0" }) },
  openEarlyAction: {
    ...manager,
    input: ({ deploymentId, unitKey }) => ({ deploymentId, unitKey, reason }),
    foreign: ["unitKey"],
  },
  changeContactsAction: {
    ...manager,
    input: ({ deploymentId }) => ({
      deploymentId,
      contacts: [{ role: "DBA", name: "Kim", contact: "1", escalation: "" }],
    }),
  },
  changeReferencesAction: {
    ...manager,
    input: ({ deploymentId }) => ({
      deploymentId,
      references: [{ label: "Plan", url: "https://example.com/" }],
    }),
  },
  keepForNextTimeAction: {
    ...manager,
    input: ({ deploymentId }) => ({ deploymentId, textHash: "0" }),
  },
  runProbeAction: {
    ...manager,
    input: ({ deploymentId, probeId }) => ({ deploymentId, probeId }),
    foreign: ["probeId"],
  },
  runProbesAction: {
    ...manager,
    input: ({ deploymentId, probeId }) => ({ deploymentId, probeIds: [probeId] }),
    foreign: ["probeId"],
  },
  runDueAction: {
    ...manager,
    input: ({ deploymentId, stageKey }) => ({ deploymentId, stageKey }),
  },
  cancelRunAction: {
    ...manager,
    input: ({ deploymentId, probeId }) => ({ deploymentId, probeId }),
    foreign: ["probeId"],
  },
  bindProbeAction: {
    ...manager,
    input: ({ deploymentId, itemKey }) => ({ deploymentId, itemKey, specText: spec }),
    foreign: ["itemKey"],
  },
  unbindProbeAction: {
    ...manager,
    input: ({ deploymentId, probeId }) => ({ deploymentId, probeId }),
    foreign: ["probeId"],
  },
  signAction: {
    ...{ ...manager, by: "approver" },
    input: ({ deploymentId, signOffKey }, { password }) => ({
      ...{ deploymentId, signOffKey, password, ...signing },
    }),
    foreign: ["signOffKey"],
  },
  signAtProviderAction: {
    ...{ ...manager, by: "approver" },
    input: ({ deploymentId, signOffKey }) => ({ deploymentId, signOffKey, ...signing }),
    foreign: ["signOffKey"],
  },
  refuseAction: {
    ...{ ...manager, by: "approver" },
    input: ({ deploymentId, signOffKey }) => ({ deploymentId, signOffKey, reason, locale: "en" }),
    foreign: ["signOffKey"],
  },
  withdrawAction: {
    ...{ ...manager, by: "approver" },
    input: ({ deploymentId, signOffKey }) => ({ deploymentId, signOffKey, reason }),
    foreign: ["signOffKey"],
  },
  askToSignAction: {
    ...manager,
    input: ({ deploymentId, signOffKey }) => ({ deploymentId, signOffKey, personId: null }),
    foreign: ["signOffKey"],
  },
  withdrawRequestAction: {
    ...manager,
    input: ({ deploymentId, requestId }) => ({ deploymentId, requestId }),
    foreign: ["requestId"],
  },
  seeRequestsAction: {
    ...{ by: "viewer", stranger: "not_found" },
    input: ({ deploymentId, signOffKey }) => ({ deploymentId, signOffKey }),
    foreign: ["signOffKey"],
  },
  requestRecordAction: {
    ...{ by: "viewer", stranger: "not_found" },
    input: ({ deploymentId }) => ({ deploymentId, format: "items-csv", locale: "en" }),
  },
  declareIssueAction: { ...manager, input: ({ deploymentId }) => ({ deploymentId, what: reason }) },
  endIssueAction: { ...manager, input: ({ deploymentId }) => ({ deploymentId, note: reason }) },
  closeDeploymentAction: {
    ...manager,
    input: ({ deploymentId }) => ({ deploymentId, outcome: "failed", notes: reason }),
  },
  cancelDeploymentAction: { ...manager, input: ({ deploymentId }) => ({ deploymentId, reason }) },
  createTemplateAction: {
    ...manager,
    input: ({ projectId }) => ({ name: "New", projectId, text: "# A\n- [ ] b\n", note: "" }),
  },
  publishVersionAction: {
    ...manager,
    input: ({ templateId }) => ({ templateId, basedOn: 1, text: "# A\n- [ ] b\n", note: "" }),
  },
  renameTemplateAction: { ...manager, input: ({ templateId }) => ({ templateId, name: "Other" }) },
  archiveTemplateAction: { ...manager, input: ({ templateId }) => ({ templateId }) },
  restoreTemplateAction: { ...manager, input: ({ templateId }) => ({ templateId }) },
  createProjectAction: { ...admin, input: () => ({ name: `P ${tag()}`, slug: `p-${tag()}` }) },
  editProjectAction: {
    ...admin,
    input: ({ projectId, templateId }) => ({
      ...{ projectId, name: "Renamed", slug: `p-${tag()}`, defaultTemplateId: templateId },
    }),
    foreign: ["templateId"],
  },
  createEnvironmentAction: {
    ...admin,
    input: ({ projectId }) => ({ projectId, ...environment }),
  },
  editEnvironmentAction: {
    ...admin,
    input: ({ projectId, environmentId }) => ({ projectId, environmentId, ...environment }),
    foreign: ["environmentId"],
  },
  createPersonAction: {
    ...admin,
    input: () => ({ email: `direct-${tag()}@example.com`, name: "Somebody" }),
  },
  editPersonAction: {
    ...admin,
    input: ({ personId }) => ({ personId, email: `direct-${tag()}@example.com`, name: "Renamed" }),
  },
  resetPasswordAction: { ...admin, input: ({ personId }) => ({ personId }) },
  grantRoleAction: {
    ...admin,
    input: ({ personId, projectId }) => ({ personId, role: "approver", projectId }),
  },
  revokeRoleAction: {
    ...admin,
    input: ({ personId, grantId }) => ({ personId, grantId }),
    foreign: ["grantId"],
  },
  addToTeamAction: { ...admin, input: ({ personId, teamId }) => ({ personId, teamId }) },
  confirmMemberAction: { ...admin, input: ({ personId, teamId }) => ({ personId, teamId }) },
  removeFromTeamAction: { ...admin, input: ({ personId, teamId }) => ({ personId, teamId }) },
  delegateAction: {
    ...{ by: "approver", viewer: "forbidden", stranger: "not_found" },
    input: ({ personId, teamId }, { password }) => ({
      ...{ toId: personId, teamId, password },
      until: new Date(Date.now() + 3_600_000).toISOString(),
    }),
    foreign: ["teamId"],
  },
  endDelegationAction: {
    ...{ by: "approver", viewer: "not_found", stranger: "not_found" },
    input: ({ delegationId }, { cast }) => ({ fromId: cast.approver.id, delegationId }),
    foreign: ["delegationId"],
  },
  createTeamAction: { ...admin, input: () => ({ name: `Team ${tag()}` }) },
  renameTeamAction: { ...admin, input: ({ teamId }) => ({ teamId, name: `Team ${tag()}` }) },
  unlinkIdentityAction: {
    ...admin,
    input: ({ personId, identityId }) => ({ personId, identityId }),
    foreign: ["identityId"],
  },
  disablePersonAction: { ...admin, input: ({ personId }) => ({ personId }) },
  forgetPersonAction: { ...admin, input: ({ personId }) => ({ personId }) },
  enablePersonAction: { ...admin, input: ({ personId }) => ({ personId }) },
  changePasswordAction: {
    ...{ by: "viewer", fresh: "refused" },
    input: () => ({ current: "not it", next: "a much longer one, of nobody" }),
  },
};

/** These are for anybody: they end the caller's own session. */
export const forAnybody = ["signOutAction"];
