import type { ActError } from "@/components/auth/use-act";
import { isArtifact, readArtifact } from "@/lib/deployment/artifact";

const fieldNames = [
  "projectId",
  "environmentId",
  "title",
  "version",
  "plannedAt",
  "deployedById",
  "artifact",
  "versionId",
  "text",
  "templateName",
] as const;
export type FieldName = (typeof fieldNames)[number];

export type NewDeploymentValues = Record<FieldName, string>;

/** Fields that must not be empty and are, or that hold what they cannot. */
export function missingFields(
  values: NewDeploymentValues,
  source: "template" | "text",
): FieldName[] {
  const needed: FieldName[] = ["projectId", "environmentId", "title", "version", "deployedById"];
  const own: FieldName[] = source === "text" ? ["text", "templateName"] : ["versionId"];
  const artifact = readArtifact(values.artifact);
  return [
    ...[...needed, ...own].filter((name) => values[name].trim() === ""),
    ...(artifact === null || isArtifact(artifact) ? [] : (["artifact"] as const)),
  ];
}

/** Field that a rule's refusal speaks of. */
const fieldOfCode: Record<string, FieldName> = {
  deployer_must_be_release_manager: "deployedById",
  no_such_environment: "environmentId",
  no_such_template_version: "versionId",
  template_of_other_project: "versionId",
  template_no_items: "text",
};
const fieldOfInput: Record<string, FieldName> = {
  ...Object.fromEntries(fieldNames.map((name) => [name, name])),
  templateVersionId: "versionId",
  name: "templateName",
};

/** The field that an error stands beside; null: it is about the whole. */
export function fieldOf(error: ActError): FieldName | null {
  if (!("reason" in error)) return null;
  if (error.reason.code.startsWith("checklist_")) return "text";
  if (error.code !== "invalid") return fieldOfCode[error.reason.code] ?? null;
  return fieldOfInput[String(error.reason.params.field).split(".")[0] ?? ""] ?? null;
}
