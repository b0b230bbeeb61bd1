import { expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { EmailInput } from "#domain/accounts/inputs.ts";
import { SchoolSettings } from "#domain/settings/inputs.ts";
import { toIdentity } from "#providers/oauth-identity.ts";
import { ADDRESSES, EMPTY_NAMES, NAMES, REFUSED_ADDRESSES } from "./index.ts";

/** Every door by which an address comes in without a request to the school: what each makes of it, undefined when it is refused. */
const DOORS: Record<string, (typed: string) => string | null | undefined> = {
  "a form": (typed) => EmailInput.safeParse(typed).data,
  "a sign-in provider": (typed) => toIdentity("school", "1", { email: typed, email_verified: true }).email ?? undefined,
  "the environment": (typed) => {
    try {
      return readConfig({ MATRICULA_OWNER_EMAIL: typed, MATRICULA_URL: "https://school.example" }).ownerEmail;
    } catch {
      return undefined;
    }
  },
  "the school's settings": (typed) => SchoolSettings.shape.supportEmail.safeParse(typed).data,
};

test.each(Object.entries(DOORS))("%s takes an address in each way to write it, as the same one", (_, door) => {
  for (const { typed, stored } of ADDRESSES)
    for (const each of typed) expect([each, door(each)]).toEqual([each, stored]);
});

test.each(Object.entries(DOORS))("%s refuses what no mail reaches", (door, read) => {
  for (const { typed } of REFUSED_ADDRESSES) {
    // In the environment an empty setting is one that is left out.
    if (door === "the environment" && typed === "") continue;
    expect([typed, read(typed)]).toEqual([typed, undefined]);
  }
});

test("a sign-in provider's names pass through the cleaner of the forms", () => {
  const nameOf = (name: string) => toIdentity("school", "1", { name }).name;
  for (const { typed, kept = typed } of NAMES) expect(nameOf(typed)).toBe(kept);
  for (const typed of EMPTY_NAMES) expect(nameOf(typed).replace(/[\u2800\p{M}\p{Z}\u1160\u115f]/gu, "")).toBe("");
});
