import { urlOf } from "@/lib/probe/suggest/place";
import { type Recognisable, type Recogniser, write } from "@/lib/probe/suggest/recogniser";

/** What is refused, and to whom. */

const headers = (...words: string[]) =>
  write(
    "headers",
    "{{BASE_URL}}/",
    words.map((word) => `${word} == good`),
  );

export const security: readonly Recogniser[] = [
  {
    when: /\bsecurity (response )?headers?\b|보안\s*헤더/i,
    spec: () => headers("hsts", "csp", "nosniff", "frames", "referrer"),
  },
  { when: /\bhsts\b|strict-transport-security/i, spec: () => headers("hsts") },
  { when: /\bcsp\b|content[\s-]security[\s-]policy/i, spec: () => headers("csp") },
  { when: /x-content-type-options|\bnosniff\b/i, spec: () => headers("nosniff") },
  { when: /x-frame-options|clickjacking|클릭재킹/i, spec: () => headers("frames") },
  { when: /referrer-policy/i, spec: () => headers("referrer") },
  {
    when: /\bhttps\b.{0,20}\b(enforc\w*|redirect\w*|only|forced|required)\b|\bhttp\b.{0,20}\bredirect\w*\b.{0,15}\bhttps\b|\bredirect\w*\b.{0,20}\bhttps\b|\bhttps\b.{0,8}(강제|리디렉션|리다이렉트|리다이렉션|전환|의무)/i,
    spec: () => write("https", "http://{{HOST}}/", ["plain != open"]),
  },
  {
    when: /\bcors\b|cross-origin resource sharing|교차\s*출처/i,
    spec: (item) =>
      write(
        "cors",
        urlOf(item, "API_URL", ""),
        ["allowed == yes", "foreign == refused", "null == refused"],
        ['origin: "{{APP_ORIGIN}}"'],
      ),
  },
  {
    when: /\brate[\s-]?limit\w*|\bthrottl(ing|ed)\b|(요청|호출|속도|트래픽|레이트|rate)\s*(횟수|속도)?\s*(제한|리밋|리미트|리미팅)|스로틀링/i,
    unless: /login|sign-?in|batch|로그인|배치/i,
    spec: (item) => rateLimit(item),
  },
  {
    when: /\bwaf\b.{0,25}\b(active|enabled|on|rules?|block\w*|working|configured|attached)\b|\bwaf\b.{0,12}(활성|규칙|룰|동작|작동|적용|차단)|웹\s*(애플리케이션\s*)?방화벽/i,
    spec: () => write("waf", "{{BASE_URL}}/", ["marker == refused"]),
  },
  {
    when: /\b(authentication|auth)\b.{0,20}\b(works?|working|verified|enforced|required|functional|operational|tested)\b|\b(jwt|bearer)\b.{0,20}\b(auth\w*|verif\w*|validat\w*)\b|인증.{0,10}(동작|작동|확인|검증|정상|테스트)|\b(jwt|토큰).{0,6}(인증|검증)/i,
    // Of an address that a token opens: sign-in pages, second factors and other services work otherwise.
    unless:
      /cert|factor|login|sign-?in|로그인|\b(mfa|2fa|sso|saml|smtp|ssh|ldap)\b|e-?mail|database|\bdb\b|redis|인증서|이중|다중|2단계|이메일|메일|데이터베이스|본인|휴대폰/i,
    spec: (item) => auth(item),
  },
];

const largestBurst = 100;

/** A burst past the limit that the label names; one that no burst of ours could reach is not offered. */
function rateLimit(item: Recognisable): string | null {
  const limit = /(\d+)\s*(?:req\w*|calls?|rps|회|건|\/\s*(?:s|m))/i.exec(item.label)?.[1];
  const requests = limit === undefined ? largestBurst : Number(limit) + 10;
  if (requests > largestBurst) return null;
  const url = urlOf(item, "API_URL", "");
  return write("rate-limit", url, ["limited == yes"], [`requests: ${requests}`]);
}

/** A door that any token opens asks nobody: a wrong one has to be refused as well. */
function auth(item: Recognisable): string {
  const fields = ["headers:", '  authorization: "Bearer {{secret.API_TOKEN}}"'];
  const lines = ["anonymous == refused", "wrong == refused", "token == accepted"];
  const url = /\badmin\b|관리자/i.test(item.label)
    ? "{{ADMIN_URL}}"
    : urlOf(item, "API_URL", "/me");
  return write("auth", url, lines, fields);
}
