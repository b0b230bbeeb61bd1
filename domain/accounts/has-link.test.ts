import { expect, test } from "vitest";
import { NeededCertificateName } from "../certificates/inputs.ts";
import { ClaimNameInput } from "../claim-links/inputs.ts";
import { parseClaimNames } from "../claim-links/parse-claim-names.ts";
import { BillingInput, OrderBillingInput } from "../invoices/inputs.ts";
import { hasLink } from "./has-link.ts";
import { PersonNameInput } from "./inputs.ts";

const LINKS = [
  "http://evil.example win money",
  "HTTPS://EVIL.EXAMPLE",
  "Anna ftp://a",
  "//evil.example",
  "www.evil.example",
  "Win at WWW.evil.example",
  "evil.example/win",
  "Anna evil.example:8080/win",
  "пример.рф/выигрыш",
  "ｅｖｉｌ．ｃｏｍ／win",
  "http：／／evil",
  "Anna evil.com win money",
];

/** People and companies who exist, or could. */
const NAMES = [
  "St. John",
  "O'Neil Jr.",
  "J.R.R. Tolkien",
  "J.R.R.Tolkien",
  "Müller-Lüdenscheidt",
  "d'Arc",
  "Dr.med. Anna Huber-v.Arx",
  "Prof. Dr. h.c. mult./ETH Ruth Ott",
  "Anna/Beat Keller",
  "Conor McComb",
  "نورا عبد الرحمن السعيد",
  "山田 太郎",
  "Wwwolf Meier",
  "C. Net",
  "anna.keller@example.org",
];

test.each(LINKS)("no door for a name takes %j", (name) => {
  expect(hasLink(name)).toBe(true);
  const where = { country: "CH", name };
  const doors = [PersonNameInput, NeededCertificateName, ClaimNameInput].map((input) => input.safeParse(name));
  for (const { success, error } of [...doors, BillingInput.safeParse(where), OrderBillingInput.safeParse(where)]) {
    expect(success).toBe(false);
    expect(error?.issues[0]?.message).toContain("fields.name_without_link");
  }
  expect(parseClaimNames(`Mia\n${name}, mia@example.org`)).toMatchObject({
    problem: { key: "enrol_others.line_problem", values: { line: 2 } },
  });
});

test.each(NAMES)("%j stays as it is, at every door", (name) => {
  for (const input of [PersonNameInput, NeededCertificateName, ClaimNameInput]) expect(input.parse(name)).toBe(name);
  expect(BillingInput.parse({ country: "CH", name })).toMatchObject({ name });
  if (!name.includes("@")) expect(parseClaimNames(name)).toEqual({ names: [{ name, email: null }] });
});

test("a company is called after its domain, and by no link", () => {
  const named = (company: string) => BillingInput.safeParse({ country: "CH", name: "Anna", company }).success;
  expect([
    named("Booking.com AG"),
    named("Keller & Söhne"),
    named("https://evil.example"),
    named("evil.com/win"),
  ]).toEqual([true, true, false, false]);
});
