import { leastCpuMsAwaited } from "#tests/support/least-cpu.ts";
import { describe, expect, it } from "vitest";
import { inEnglish } from "#tests/support/in-english.ts";
import { message } from "#messages/message.ts";
import { isRefusal } from "../kernel/refusal.ts";
import { assertOtherPassword, assertStrongPassword } from "./password-rules.ts";
import { explainWeakPassword } from "./explain-weak-password.ts";

const about = { email: "mara.keller@example.org", name: "Mara Keller", schoolName: "Lindenhof School" };

async function codeOf(password: string, lengthMin = 12): Promise<string | undefined> {
  try {
    await assertStrongPassword(password, about, { passwordLengthMin: lengthMin });
    return undefined;
  } catch (error) {
    return isRefusal(error) ? error.code : "threw";
  }
}

describe("a change of password", () => {
  it("is refused beside its field when it changes nothing, however the same letters are written", () => {
    const change = (chosen: string) => () => assertOtherPassword("Grüße vom Turm", chosen, "newPassword");
    for (const same of ["Grüße vom Turm", "Grüße vom Turm".normalize("NFD")]) {
      const fields = { newPassword: message("refusals.password_unchanged") };
      expect(change(same)).toThrow(expect.objectContaining({ detail: expect.objectContaining({ fields }) }));
    }
    expect(change("Grüße vom Turm!")).not.toThrow();
  });
});

describe("a new password", () => {
  it("is refused when it is one character too short, and taken when it is just long enough", async () => {
    expect(await codeOf("gT7#pk2!vQx")).toBe("password_too_short");
    expect(await codeOf("gT7#pk2!vQx9")).toBeUndefined();
  });

  it("is counted in characters, not in code units", async () => {
    expect(await codeOf("🐝🐝🐝🐝🐝🐝")).toBe("password_too_short");
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
    ["a season, a year and marks", "Sommer2024!!"],
    ["a season in English", "Summer2024!!"],
    ["a greeting and digits", "hallo1234567"],
    ["a German word that is common, and marks", "Passwort123!"],
    ["what people love, and a year", "Fussball2006!"],
    ["the place that is taught in", "Schule2025!!"],
    ["a sentence that everybody knows", "ichliebedich1"],
    ["two words that go together", "sommerwinter"],
    ["keys of a Swiss keyboard and digits", "qwertzuiop123"],
    ["keys up and down", "1q2w3e4r5t6z"],
    ["a first name and digits", "jessica12345"],
    ["the person's name in another order", "KellerMara!!"],
    ["part of the person's address", "mara.keller!9"],
    ["the school's name with letters swapped", "L1nd3nh0f!!!!"],
  ])("is refused when it is %s", async (_, password) => {
    expect(await codeOf(password)).toBe("password_too_common");
  });

  it.each([
    "correct vellum battery",
    "Zwölf Bögen Papier",
    "tin-otter-ladder-moss",
    "gT7#pk2!vQx9",
    "zwei blaue Fahrräder im Regen",
    "a lantern in the attic 7",
  ])("is taken when it is %s", async (password) => {
    expect(await codeOf(password)).toBeUndefined();
  });

  it("says what helps", async () => {
    const refused = assertStrongPassword("Sommer2024!!", about, { passwordLengthMin: 12 });
    await expect(refused).rejects.toThrow(/common word .* Put three or four words together/);
  });

  it.each([
    ...["aB3$", "4@3$1!0", "p4$$w0rd!1|", "1234567890", "19991231", "@4(<{[6&9#!1|/0$5+7%", "sommerwinter1!"],
    ...["qwertzuiop", "abcabd", "\u0130", "😀", "a"],
  ])("costs little, whatever is typed: %j again and again", async (part) => {
    await explainWeakPassword("warm up the dictionaries", []);
    const password = part.repeat(200).slice(0, 200);
    const judge = () => assertStrongPassword(password, about, { passwordLengthMin: 12 }).catch(() => undefined);
    expect(await leastCpuMsAwaited(judge)).toBeLessThan(250);
  });

  it("says beside the field what to do instead", async () => {
    try {
      await assertStrongPassword("short", about, { passwordLengthMin: 12 }, "newPassword");
      expect.unreachable();
    } catch (error) {
      expect(isRefusal(error) && inEnglish(error.detail.fields?.newPassword)).toMatch(/12 characters or more/);
    }
  });
});
