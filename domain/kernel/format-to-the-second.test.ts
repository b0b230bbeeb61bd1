import { expect, test } from "vitest";
import { formatToTheSecond } from "./format-to-the-second.ts";

test("a moment of a proof has its seconds and its distance to UTC, in the language of whoever reads it", () => {
  const at = new Date("2026-11-29T18:55:07Z");
  expect(formatToTheSecond(at, "Europe/Zurich", { locale: "en-GB" })).toBe("29 November 2026, 19:55:07 (+01:00)");
  expect(formatToTheSecond(at, "Europe/Zurich", { locale: "de-CH" })).toBe("29. November 2026, 19:55:07 (+01:00)");
});
