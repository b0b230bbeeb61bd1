import { describe, expect, it } from "vitest";
import { isRefusal } from "../kernel/refusal.ts";
import { requireGoodPassword, whyGuessable } from "./good-password.ts";

const about = { email: "mara.keller@example.org", name: "Mara Keller", schoolName: "Lindenhof School" };

function codeOf(password: string, lengthMin = 12): string | undefined {
  try {
    requireGoodPassword(password, about, { passwordLengthMin: lengthMin });
    return undefined;
  } catch (error) {
    return isRefusal(error) ? error.code : "threw";
  }
}

describe("a new password", () => {
  it("is refused when it is one character too short, and taken when it is just long enough", () => {
    expect(codeOf("vellum-boat")).toBe("password_too_short");
    expect(codeOf("vellum-boats")).toBeUndefined();
  });

  it("is counted in characters, not in code units", () => {
    expect(codeOf("🐝🐝🐝🐝🐝🐝")).toBe("password_too_short");
  });

  it.each([
    ["the list's own", "Password1234"],
    ["the list's own with marks at the end", "iloveyousomuch!!2026"],
    ["letters swapped for digits", "P4ssw0rd20261"],
    ["written twice", "footballfootball"],
    ["spaces between", "hello world 123"],
    ["digits before", "123456password"],
    ["repeated letters", "aaaaaaaaaaaa"],
    ["a repeated handful", "abc1abc1abc1abc1"],
    ["a run of digits", "123456789012"],
    ["a row of keys", "qwertyuiop[]"],
    ["rows of keys, backward", "poiuytrewqlkjhgf"],
    ["the alphabet", "abcdefghijklm"],
    ["the person's address", "mara.keller@example.org"],
    ["the person's name and a year", "MaraKeller1987"],
    ["the school's name and a year", "Lindenhof School 2026"],
  ])("is refused when it is %s", (_, password) => {
    expect(codeOf(password)).toBe("password_too_common");
  });

  it.each(["correct vellum battery", "Zwölf Bögen Papier", "tin-otter-ladder-moss", "gT7#pk2!vQx9"])(
    "is taken when it is %s",
    (password) => {
      expect(whyGuessable(password, about)).toBeUndefined();
    },
  );

  it("says beside the field what to do instead", () => {
    try {
      requireGoodPassword("short", about, { passwordLengthMin: 12 }, "newPassword");
      expect.unreachable();
    } catch (error) {
      expect(isRefusal(error) && error.detail.fields?.newPassword).toMatch(/12 characters or more/);
    }
  });
});
