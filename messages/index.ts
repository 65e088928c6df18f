import enAccount from "./en/account.json";
import enAdminLog from "./en/adminLog.json";
import enAuth from "./en/auth.json";
import enCommon from "./en/common.json";
import enDeployment from "./en/deployment.json";
import enDeployments from "./en/deployments.json";
import enDiffers from "./en/differs.json";
import enDossier from "./en/dossier.json";
import enErrors from "./en/errors.json";
import enItem from "./en/item.json";
import enLog from "./en/log.json";
import enNewDeployment from "./en/newDeployment.json";
import enPeople from "./en/people.json";
import enProbe from "./en/probe.json";
import enProjects from "./en/projects.json";
import enReading from "./en/reading.json";
import enShare from "./en/share.json";
import enShell from "./en/shell.json";
import enSignOff from "./en/signOff.json";
import enTemplates from "./en/templates.json";
import enVerdict from "./en/verdict.json";
import koAccount from "./ko/account.json";
import koAdminLog from "./ko/adminLog.json";
import koAuth from "./ko/auth.json";
import koCommon from "./ko/common.json";
import koDeployment from "./ko/deployment.json";
import koDeployments from "./ko/deployments.json";
import koDiffers from "./ko/differs.json";
import koDossier from "./ko/dossier.json";
import koErrors from "./ko/errors.json";
import koItem from "./ko/item.json";
import koLog from "./ko/log.json";
import koNewDeployment from "./ko/newDeployment.json";
import koPeople from "./ko/people.json";
import koProbe from "./ko/probe.json";
import koProjects from "./ko/projects.json";
import koReading from "./ko/reading.json";
import koShare from "./ko/share.json";
import koShell from "./ko/shell.json";
import koSignOff from "./ko/signOff.json";
import koTemplates from "./ko/templates.json";
import koVerdict from "./ko/verdict.json";

/** English is the source of the keys: a key that Korean lacks fails `satisfies` and the test. */
const en = {
  account: enAccount,
  adminLog: enAdminLog,
  auth: enAuth,
  common: enCommon,
  deployment: enDeployment,
  deployments: enDeployments,
  differs: enDiffers,
  dossier: enDossier,
  errors: enErrors,
  item: enItem,
  log: enLog,
  newDeployment: enNewDeployment,
  people: enPeople,
  probe: enProbe,
  projects: enProjects,
  reading: enReading,
  share: enShare,
  shell: enShell,
  signOff: enSignOff,
  templates: enTemplates,
  verdict: enVerdict,
};

export type Messages = typeof en;
export type Namespace = keyof Messages;

const ko = {
  account: koAccount,
  adminLog: koAdminLog,
  auth: koAuth,
  common: koCommon,
  deployment: koDeployment,
  deployments: koDeployments,
  differs: koDiffers,
  dossier: koDossier,
  errors: koErrors,
  item: koItem,
  log: koLog,
  newDeployment: koNewDeployment,
  people: koPeople,
  probe: koProbe,
  projects: koProjects,
  reading: koReading,
  share: koShare,
  shell: koShell,
  signOff: koSignOff,
  templates: koTemplates,
  verdict: koVerdict,
} satisfies Messages;

export const messages = { en, ko } as const;
