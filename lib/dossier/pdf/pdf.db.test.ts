import { extractText, getDocumentProxy } from "unpdf";
import { beforeAll, describe, expect, it } from "vitest";
import { correctItem } from "@/lib/deployment/item-commands";
import { type Revealed, revealing, statementOf } from "@/lib/dossier/make";
import { factsOf } from "@/lib/dossier/pdf/facts";
import { pdfOf } from "@/lib/dossier/pdf/pdf";
import { readRecord } from "@/lib/dossier/read-record";
import type { Predicate } from "@/lib/dossier/schema";
import type { Locale } from "@/lib/i18n/locale";
import { refuse, sign, withdraw } from "@/lib/sign-off/commands";
import { statementView } from "@/lib/sign-off/queries";
import type { Closing } from "@/lib/sign-off/rules";
import { keyOf, type MadeDeployment, makeDeployment, settle } from "@/lib/testing/deployments";
import type { MadePerson } from "@/lib/testing/fixtures";
import { type Cast, makeCast, signOffKey } from "@/lib/testing/signing";
import { useDatabase } from "@/lib/testing/use-database";

useDatabase();

const lines = 40;
const checked = "백업을 확인했습니다";
const rare = "쀍뷁 같은 드문 글자도 그대로 남습니다";
const itemLabel = (at: number) => `점검 항목 ${at}: 설정값을 읽어 보았습니다 (v1.0.${at})`;

/** Long enough for several pages; syllables with and without a final consonant, rare ones, and Latin between them. */
const text = `# 지식 데이터베이스 배포 점검표

## Preparation
- [ ] ${checked}
${Array.from({ length: lines }, (_, at) => `- [ ] ${itemLabel(at + 1)}`).join("\n")}
- [ ] ${rare}

## Go-live
### 기술 승인
- [ ] Development team approval
- [ ] QA team approval

### Final steps
- [ ] 공지했습니다

## Deployment Sign-off

**Deployment Status**: [ ] Success [ ] Partial [ ] Failed

**Notes**: ____

**Deployed By**: ____ **Date**: ____

**Approved By**: ____ **Date**: ____

## Emergency contacts

| Role | Name | Contact |
|---|---|---|
| 당직 | 홍길동무 | +82 2 5550 2211 |
`;
const personal = ["홍길동무", "5550 2211"];
const notes = "모두 계획대로 끝났습니다";
const refusal = "회귀 시험이 끝나지 않았습니다";

type Printed = { pages: string[]; whole: string };

/** The words of each page, by a reader that knows nothing of how they were written. */
async function readBack(predicate: Predicate, locale: Locale, contacts: boolean): Promise<Printed> {
  const made = await pdfOf(predicate, { locale, contacts, gone: "(gone)", keyId: "key-1" });
  const read = await getDocumentProxy(new Uint8Array(made));
  const { text: pages, totalPages } = await extractText(read, { mergePages: false });
  expect(pages).toHaveLength(totalPages);
  // Where a line is broken is the page's affair: neither words nor syllables are lost by it.
  return { pages, whole: squeezed(pages.join(" ")) };
}
const squeezed = (words: string) => words.replaceAll(/\s+/g, "");

const recordOf = async (id: string, asked: Revealed): Promise<Predicate> =>
  statementOf(revealing(await readRecord(id), asked), new Date(), "test").predicate;

/** Signs what is said in Korean now; returns those words. */
async function signsInKorean(
  made: MadeDeployment,
  label: string,
  by: MadePerson,
  closing: Closing | null = null,
): Promise<string> {
  const key = await signOffKey(made, label);
  const ask = { deploymentId: made.id, signOffKey: key, locale: "ko" as const, closing };
  const { statement, stateHash, seen } = await statementView(by.caller, ask);
  await sign(by.caller, { ...ask, statement, stateHash, seen });
  return statement;
}

const corrects = async ({ id, manager }: MadeDeployment, label: string, to: string) =>
  correctItem(manager.caller, {
    ...{ deploymentId: id, itemKey: await keyOf(id, label), label: to, command: null },
  });

async function refuses(made: MadeDeployment, label: string, by: MadePerson): Promise<void> {
  const key = await signOffKey(made, label);
  await refuse(by.caller, {
    ...{ deploymentId: made.id, signOffKey: key, reason: refusal, locale: "ko" },
  });
}

/** Development has signed, an item above was corrected afterwards, and QA has refused. */
async function stuck(cast: Cast): Promise<{ made: MadeDeployment; statements: string[] }> {
  const made = await makeDeployment({ text });
  await settle(made, checked);
  for (let at = 1; at <= lines; at += 1) await settle(made, itemLabel(at));
  await settle(made, rare);
  const statements = [await signsInKorean(made, "Development", cast.dev)];
  await corrects(made, checked, `${checked} (두 번)`);
  await refuses(made, "QA", cast.qa);
  return { made, statements };
}

let cast: Cast;
let open: Awaited<ReturnType<typeof stuck>>;
let ended: Awaited<ReturnType<typeof stuck>>;
let qaKey: string;
beforeAll(async () => {
  cast = await makeCast();
  open = await stuck(cast);
  ended = await stuck(cast);
  const { made, statements } = ended;
  qaKey = await signOffKey(made, "QA");
  statements.push(await signsInKorean(made, "Development", cast.dev));
  statements.push(await signsInKorean(made, "QA", cast.qa));
  await settle(made, "공지했습니다");
  const closing: Closing = { outcome: "success", notes };
  statements.push(await signsInKorean(made, "Deployed", made.manager, closing));
  statements.push(await signsInKorean(made, "Approved", cast.boss));
}, 60_000);

const withNames: Revealed = { contacts: false, names: true };
const says = ({ whole }: Printed, ...words: string[]) => {
  for (const one of words) expect(whole).toContain(squeezed(one));
};

describe("a printed record, read back from its bytes", () => {
  it.each([
    ["ko", (page: number, pages: number) => `${page} / ${pages}`],
    ["en", (page: number, pages: number) => `${page} of ${pages}`],
  ] as const)(
    "has its number and how many there are on every page, in %s",
    async (locale, foot) => {
      const { pages } = await readBack(await recordOf(ended.made.id, withNames), locale, false);
      expect(pages.length).toBeGreaterThan(3);
      for (const [at, page] of pages.entries())
        expect(page.trimEnd()).toMatch(new RegExp(`· ${foot(at + 1, pages.length)}$`));
    },
  );

  it("gives every Korean word back as the same Hangul", async () => {
    const printed = await readBack(await recordOf(ended.made.id, withNames), "ko", false);
    says(
      printed,
      "지식 데이터베이스 배포 점검표",
      `${checked} (두 번)`,
      rare,
      "배포 기록",
      "서명 문구",
    );
    for (let at = 1; at <= lines; at += 1) says(printed, itemLabel(at));
    // Composed syllables: a search for a word as it is typed finds it.
    expect(printed.whole).toBe(printed.whole.normalize("NFC"));
    expect(printed.whole).not.toMatch(/[\u1100-\u11ff\ufffd\ue000-\uf8ff]/);
  });

  it("says how it ended, and every statement to the letter with its signer and hash", async () => {
    const predicate = await recordOf(ended.made.id, withNames);
    const printed = await readBack(predicate, "ko", false);
    const { dev, qa, boss } = cast;
    says(printed, "결과 성공", notes, predicate.stateHash, predicate.logHead);
    says(
      printed,
      ...ended.statements,
      ...[dev, qa, boss, ended.made.manager].map(({ name }) => name),
    );
    expect(ended.statements).toHaveLength(5);
    for (const { kind, after } of predicate.events)
      if (kind === "sign_off.signed") says(printed, (after as { stateHash: string }).stateHash);
    // What was refused and replaced afterwards stays on record.
    says(printed, refusal);
  });

  it("says what is suspended and what was refused, why, and who goes on", async () => {
    const predicate = await recordOf(open.made.id, withNames);
    const korean = await readBack(predicate, "ko", false);
    const next = `거부 사유: ${refusal} 다음 할 일: ${cast.qa.name} 님이 다시 답하거나 철회하거나`;
    says(korean, "서명됨, 보류", next, "진행 중, 종료되지 않음", ...open.statements);
    const english = await readBack(predicate, "en", false);
    says(
      english,
      "Signed, suspended",
      `Refused: ${refusal} To move on: ${cast.qa.name} answers again`,
    );
    says(english, "In flight, not closed", ...open.statements);
  });

  it("calls a refusal that was answered anew a refusal, and what replaced it", async () => {
    const predicate = await recordOf(ended.made.id, withNames);
    const next = predicate.events.findLast(
      ({ kind, subject }) => kind === "sign_off.signed" && JSON.stringify(subject).includes(qaKey),
    );
    const english = await readBack(predicate, "en", false);
    says(
      english,
      `${refusal} Refused, replaced by event ${next?.number} · State`,
      "Signed, stands",
    );
    const korean = await readBack(predicate, "ko", false);
    says(korean, `${refusal} 거부, 이벤트 ${next?.number}(으)로 대체됨`, "서명됨, 유효");
  });

  it("sets a withdrawal apart from the signed words, with when and by whom", async () => {
    const made = await makeDeployment({ text });
    await refuses(made, "QA", cast.qa);
    const key = await signOffKey(made, "QA");
    const why = "다시 시험합니다";
    await withdraw(cast.qa.caller, { deploymentId: made.id, signOffKey: key, reason: why });
    const printed = await readBack(await recordOf(made.id, withNames), "en", false);
    says(printed, "Refused, withdrawn · State", `by ${cast.qa.name}: ${why}`);
    expect(printed.whole).toMatch(squeezed(`Withdrawn`));
    expect(printed.whole).not.toContain(squeezed(`${refusal}${why}`));
  });

  it("writes text and figures as the page does: versions filled in, a status without its unit", async () => {
    const made = await makeDeployment({ text: "# T\n\n- [ ] Tag (v{{version}}) pushed\n" });
    const printed = await readBack(await recordOf(made.id, withNames), "en", false);
    expect(printed.whole).not.toContain("{{");
    says(printed, "Tag (v");
    const { figureText: said } = factsOf(await recordOf(made.id, withNames), {
      ...{ locale: "en", gone: "", keyId: "key-1" },
    });
    expect(said({ value: 200, unit: "status" })).toBe("200");
    expect(said({ value: 0.431, unit: "ratio" })).toBe("43.1%");
    expect(said({ value: 24.7, unit: "ms" })).toBe("25 ms");
  });

  it("has contacts only where they were asked for", async () => {
    const { id } = ended.made;
    const without = await readBack(await recordOf(id, withNames), "ko", false);
    for (const one of personal) expect(without.whole).not.toContain(squeezed(one));
    const asked = await readBack(await recordOf(id, { contacts: true, names: true }), "ko", true);
    says(asked, "연락처", ...personal);
  });

  it("names nobody where names were left out", async () => {
    const { whole } = await readBack(
      await recordOf(ended.made.id, { contacts: false, names: false }),
      ...(["ko", false] as const),
    );
    const { dev, qa, boss } = cast;
    for (const { name } of [dev, qa, boss, ended.made.manager])
      expect(whole).not.toContain(squeezed(name));
  });
});
