import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ACTIONS } from "#tests/support/route-table/actions.ts";
import { createDoneCookie, getDoneKey } from "./done-cookie.ts";
import { DONE_MESSAGES } from "./done-messages.ts";
import { translatorFor } from "#messages/translator.ts";

/** The forms whose answer is a page of its own, which says by itself what came of them. */
const ANSWERED_BY_A_PAGE: Record<string, string> = {
  "app/account/actions.ts#signOutAction": "the public pages, signed out",
  "app/auth/actions.ts#startOAuthAction": "the provider's page",
  "app/auth/actions.ts#connectAction": "the provider's page",
  "app/language/actions.ts#changeLanguageAction": "the same page in the chosen language",
  "app/check-in/[meetingId]/actions.ts#checkInAction": "the same page, which says what stands",
  "app/withdraw/actions.ts#identifyAction": "the second step",
  "app/withdraw/actions.ts#confirmAction": "the receipt",
  "app/checkout/[code]/actions.ts#payAction": "the payment page",
  "app/orders/[code]/actions.ts#payInstalmentAction": "the payment page",
  "app/enrol/[cohortId]/actions.ts#joinAndEnrolAction": "the payment page, or the course with a welcome",
  "app/enrol/[cohortId]/actions.ts#signInAndEnrolAction": "the payment page, or the course with a welcome",
  "app/enrol/[cohortId]/actions.ts#enrolHereAction": "the payment page, or the course with a welcome",
  "app/enrol/[cohortId]/others/actions.ts#enrolOthersAction": "the payment page, or the links of the places",
  "app/claim/[id]/[secret]/actions.ts#joinAndClaimAction": "the course, which says it",
  "app/claim/[id]/[secret]/actions.ts#signInAndClaimAction": "the course, which says it",
  "app/claim/[id]/[secret]/actions.ts#claimHereAction": "the course, which says it",
  "app/sign-in/actions.ts#signInAction": "where the person was going, signed in",
  "app/sign-in/actions.ts#useCodeAction": "where the person was going, signed in",
  "app/sign-in/actions.ts#signInAsDemoAction": "where the person was going, signed in",
  "app/sign-in/reset/actions.ts#choosePasswordAction": "where the person was going, signed in",
  "app/welcome/[secret]/actions.ts#acceptInvitationAction": "the office or the courses, signed in",
  "app/sign-up/actions.ts#signUpAction": "where the person was going, signed in",
};

/** The source of an action, from its name to the next statement of the file. */
function sourceOf(key: string): string {
  const [file = "", name = ""] = key.split("#");
  const source = readFileSync(file, "utf8");
  const begins = source.indexOf(`export const ${name} `);
  const ends = source.slice(begins).search(/\n\}?\);\n/);
  return begins < 0 ? "" : source.slice(begins, begins + ends);
}

test("every form of the school says what was done, or leads to a page that does", () => {
  const silent = Object.keys(ACTIONS).filter((key) => {
    const says =
      /\bredirectDone\(|\bback\(|\bredirectToOrder\(|\bwriteAndShowTicket\(|\n(?: {2}){1,2}return [`"\w]/.test(
        sourceOf(key),
      );
    return says === key in ANSWERED_BY_A_PAGE && !/how === "again"/.test(sourceOf(key));
  });
  expect(silent).toEqual([]);
  expect(Object.keys(ANSWERED_BY_A_PAGE).filter((key) => !(key in ACTIONS))).toEqual([]);
});

test("a word is for the page that the form led to, whatever stands behind its path", () => {
  for (const path of ["/admin/settings", "/admin/settings?q=1#name"]) {
    expect(getDoneKey(createDoneCookie("saved", path).value, "/admin/settings")).toBe("saved");
    expect(getDoneKey(createDoneCookie("saved", path).value, "/admin")).toBeUndefined();
  }
  for (const cookie of [undefined, "", "saved", " /admin", "saved  /admin"]) {
    expect(getDoneKey(cookie, "/admin")).toBeUndefined();
  }
});

test("what is said is a sentence", () => {
  for (const said of Object.values(DONE_MESSAGES)) {
    expect(translatorFor("en")(typeof said === "string" ? said : said.bad)).toMatch(/^[A-Z].*\.$/);
  }
});
