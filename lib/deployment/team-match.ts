export type TeamName = { id: string; key: string; name: string };

/** Words that teams go by in checklists, English and Korean, by the key of the installation's team. */
const aliases: Record<string, readonly string[]> = {
  development: ["development", "dev", "developers", "engineering", "개발", "개발팀"],
  qa: [
    "qa",
    "quality",
    "quality assurance",
    "testing",
    "test",
    "품질",
    "품질보증",
    "qa팀",
    "테스트",
  ],
  security: ["security", "infosec", "appsec", "보안", "보안팀"],
  devops: [
    "devops",
    "operations",
    "ops",
    "sre",
    "infrastructure",
    "platform",
    "운영",
    "데브옵스",
    "인프라",
  ],
  "product-owner": [
    "product owner",
    "product",
    "po",
    "business",
    "제품 책임자",
    "제품책임자",
    "프로덕트 오너",
    "기획",
  ],
};

const plain = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[-_]+/g, " ")
    .replace(/\b(team|group|dept|department)\b|팀$/g, "")
    .replace(/\s+/g, " ")
    .trim();

/** The team that a line such as "QA" or "제품 책임자" means: by name, key, then the usual other words; null: none. */
export function matchTeam(written: string, teams: readonly TeamName[]): string | null {
  const wanted = plain(written);
  const named = teams.find((team) => plain(team.name) === wanted || plain(team.key) === wanted);
  if (named) return named.id;
  const key = Object.keys(aliases).find((alias) =>
    aliases[alias]?.some((word) => plain(word) === wanted),
  );
  return teams.find((team) => team.key === key)?.id ?? null;
}
