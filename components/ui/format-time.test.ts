import { describe, expect, it } from "vitest";
import { initials } from "@/components/ui/avatar-initials";
import { formatAgo, formatTime } from "@/components/ui/format-time";

const iso = "2026-03-01T15:04:05.000Z";

describe("a time", () => {
  it("is written in the viewer's zone, with the zone", () => {
    expect(formatTime(iso, "en", "Asia/Seoul", "datetime")).toBe("Mar 2, 2026, 00:04 GMT+9");
    expect(formatTime(iso, "en", "UTC", "datetime")).toBe("Mar 1, 2026, 15:04 UTC");
  });

  it("is written in the viewer's language", () => {
    expect(formatTime(iso, "ko", "Asia/Seoul", "date")).toBe("2026년 3월 2일");
  });

  it("is told by its age, in the largest whole unit", () => {
    const later = (seconds: number) => Date.parse(iso) + seconds * 1000;
    expect(formatAgo(iso, "en", later(30))).toBe("now");
    expect(formatAgo(iso, "en", later(185))).toBe("3 min. ago");
    expect(formatAgo(iso, "en", later(-7300))).toBe("in 2 hr.");
    expect(formatAgo(iso, "ko", later(185))).toBe("3분 전");
  });
});

describe("initials", () => {
  it("are two Latin letters, or the given name in Hangul", () => {
    expect(initials("Ada King Lovelace")).toBe("AL");
    expect(initials("김서연")).toBe("서연");
    expect(initials("김 서연")).toBe("김서");
    expect(initials("cher")).toBe("C");
    expect(initials("  ")).toBe("?");
  });
});
