import { expect, test } from "vitest";
import { EmailInput, PersonNameInput } from "./inputs.ts";

test.each([
  ["Zoë  Kranjčević ", "Zoë Kranjčević"],
  ["فاطمة الزهراء", "فاطمة الزهراء"],
  ["می‌خواهم", "می‌خواهم"],
  ["👩‍🚀 Ada", "👩‍🚀 Ada"],
  ["O’Neil-İnan", "O’Neil-İnan"],
])("a name keeps its script and its emoji: %j", (typed, name) => {
  expect(PersonNameInput.parse(typed)).toBe(name);
});

test.each([
  ["Mara\u202egnirts", "Maragnirts"],
  ["Mara\r\nBcc: all@example.org", "Mara Bcc: all@example.org"],
  ["Ma\0ra", "Ma ra"],
  ["\u2066Mara\u2069", "Mara"],
  ["Mara\ud83d", "Mara"],
])("a name breaks no line and turns no sentence around: %j", (typed, name) => {
  expect(PersonNameInput.parse(typed)).toBe(name);
});

test.each(["", "   ", "\u200b\u200b", "\u200d", "\u202e"])("a name that cannot be seen is none: %j", (typed) => {
  expect(PersonNameInput.safeParse(typed).success).toBe(false);
});

test("a name of 200 characters is taken and a longer one is not", () => {
  expect(PersonNameInput.safeParse("é".repeat(200)).success).toBe(true);
  expect(PersonNameInput.safeParse("e\u0301".repeat(200)).success).toBe(true);
  expect(PersonNameInput.safeParse("é".repeat(300)).success).toBe(false);
});

test.each(["mara@example.org\0", "mara@exa\nmple.org", "mara", "a@b", `${"a".repeat(250)}@example.org`])(
  "an address that no mail reaches is refused: %j",
  (typed) => {
    expect(EmailInput.safeParse(typed).success).toBe(false);
  },
);

test("an address is kept in one form", () => {
  expect(EmailInput.parse("  Mara@Example.ORG ")).toBe("mara@example.org");
});
