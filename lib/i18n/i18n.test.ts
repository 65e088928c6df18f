import { describe, expect, it } from "vitest";
import { errorText } from "@/lib/i18n/error-text";
import { pickLocale, pickZone } from "@/lib/i18n/locale";
import { translator } from "@/lib/i18n/translator";

describe("the language of a request", () => {
  it("is the cookie's when it is one that we speak", () => {
    expect(pickLocale("ko", "en-US")).toBe("ko");
    expect(pickLocale("fr", "ko-KR,ko;q=0.9")).toBe("ko");
  });

  it("else is the best of Accept-Language, by weight", () => {
    expect(pickLocale(undefined, "fr-FR, en;q=0.5, ko;q=0.8")).toBe("ko");
    expect(pickLocale(undefined, "ko;q=0, en;q=0.1")).toBe("en");
    expect(pickLocale(undefined, null)).toBe("en");
  });
});

describe("the viewer's zone", () => {
  it("is the cookie's when it names a zone, else UTC", () => {
    expect(pickZone("Asia/Seoul")).toBe("Asia/Seoul");
    expect(pickZone("Mars/Olympus")).toBe("UTC");
    expect(pickZone(undefined)).toBe("UTC");
  });
});

describe("an error's text", () => {
  const t = translator("en", "errors");

  it("is that of its reason, with the figures", () => {
    const error = { code: "limited", reason: { code: "limited", params: { seconds: 1 } } };
    expect(errorText(t, error)).toContain("1 second ");
  });

  it("is that of its class when the reason has no words yet", () => {
    const error = { code: "forbidden", reason: { code: "no_such_words", params: {} } };
    expect(errorText(t, error)).toBe(t("forbidden"));
  });

  it("names an unknown code, so that it can be told to somebody", () => {
    expect(errorText(t, { code: "zap" })).toContain("zap");
  });

  it("speaks Korean", () => {
    expect(translator("ko", "common")("progress.label", { done: 3, total: 9 })).toBe(
      "9개 중 3개 처리됨",
    );
  });
});
