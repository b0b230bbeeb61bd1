import { globSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import access from "#messages/en/access.json" with { type: "json" };
import certificates from "#messages/en/admin_certificates.json" with { type: "json" };
import endings from "#messages/en/endings.json" with { type: "json" };
import enrolments from "#messages/en/admin_enrolments.json" with { type: "json" };
import orders from "#messages/en/admin_orders.json" with { type: "json" };

/** The mails that quote a reason, and the actions of the office whose reason it is. */
const QUOTED: Record<string, readonly string[]> = {
  access_changed: ["extendAccessAction", "shortenAccessAction"],
  certificate_news: ["revokeCertificateAction", "restoreCertificateAction"],
  claims_ended: ["cancelClaimLinkAction", "cancelCohortAction"],
  enrolment_cancelled: ["cancelAction", "cancelCohortAction"],
  order_cancelled: ["cancelOrderAction"],
  waiting_ended: ["cancelCohortAction"],
};

const HINTS: Record<string, string> = {
  "access.why_hint": access.why_hint,
  "admin_certificates.why_mailed_hint": certificates.why_mailed_hint,
  "endings.why_hint": endings.why_hint,
  "admin_enrolments.why_mailed_hint": enrolments.why_mailed_hint,
  "admin_orders.cancel_order_why_hint": orders.cancel_order_why_hint,
};

const ACTIONS = [...new Set(Object.values(QUOTED).flat())];

test("every kind of mail that quotes a reason is known here", () => {
  const kinds = readFileSync("domain/mail/kinds.ts", "utf8");
  const quoting = [...kinds.matchAll(/(\w+): \{[^}]*\bwhy: string/g)].map(([, kind]) => kind ?? "");
  expect(quoting.sort()).toEqual(Object.keys(QUOTED).sort());
});

test.each(ACTIONS)("whoever types a reason is told that others read it word for word: %s", (action) => {
  // A whole cohort ends by the form that ends an order: it asks for the reason itself.
  const form = readFileSync("components/endings/ending-close.tsx", "utf8").replace(
    /hint=\{t\(("[\w.]+")\)\}/,
    "why={t($1)}",
  );
  const ended = globSync("app/admin/courses/**/end/page.tsx").filter((file) =>
    readFileSync(file, "utf8").includes(`action={${action}}`),
  );
  const asked = globSync("app/admin/**/*.tsx").flatMap((file) =>
    readFileSync(file, "utf8")
      .split("<Ask\n")
      .slice(1)
      .map((part) => part.slice(0, part.search(/\n\s*>\n/)))
      .filter((part) => part.includes(`action={${action}}`)),
  );
  const questions = [...asked, ...ended.map(() => form)];
  expect(questions.length).toBeGreaterThan(0);
  for (const question of questions) {
    const key = /why=\{t\("([\w.]+)"\)\}/.exec(question)?.[1] ?? "no hint";
    expect(HINTS[key], key).toContain("word for word");
  }
});
