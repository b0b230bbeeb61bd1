import { and, desc, eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { outbox, users } from "#db/schema/index.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { asStep } from "#tests/support/as-step.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { confirmEmailChange } from "../accounts/confirm-email-change.ts";
import { requestCode } from "../accounts/request-code.ts";
import { requestEmailChange } from "../accounts/request-email-change.ts";
import { signUp } from "../accounts/sign-up.ts";
import { acceptWithdrawal } from "../checkout/accept-withdrawal.ts";
import { cancelEnrolment } from "../checkout/cancel-enrolment.ts";
import { declineWithdrawal } from "../checkout/decline-withdrawal.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { recordWithdrawal } from "../checkout/record-withdrawal.ts";
import { loadOrderFacts } from "../invoices/load-order-facts.ts";
import { type Actor, visitor } from "../kernel/actor.ts";
import type { WriteCtx } from "../kernel/command.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { createId } from "../kernel/ids.ts";
import { changeSettings } from "../settings/change-settings.ts";
import { createStudent } from "../students/create-student.ts";
import { openTicket } from "../tickets/open-ticket.ts";
import { claimDueMails } from "./claim-due-mails.ts";
import { composeMail } from "./compose-mail.ts";
import { getMail } from "./get-mail.ts";
import { recordSending } from "./record-sending.ts";
import { resendMail } from "./resend-mail.ts";

let school: TestSchool;
let owner: Awaited<ReturnType<TestSchool["person"]>>;
beforeAll(async () => {
  school = await openTestSchool({ demo: false });
  owner = await school.person("owner");
  await speaking("en", "de");
});
afterAll(() => school.drop());

const place = { url: "https://school.example", bank: null, wordsIn };
const LETTER = { subject: "A subject", html: "<p>Sent</p>", text: "Sent", direction: "ltr" } as const;
const DEVICE = { agent: "", address: "" };

const speaking = (language: string, ...moreLanguages: string[]) =>
  school.as(owner)((ctx) => changeSettings(ctx, { language, moreLanguages }));

/** Asked on a page in another language than the school's own. */
const on =
  (language: string | undefined, actor: Actor) =>
  <T>(verb: (ctx: WriteCtx) => Promise<T>) =>
    school.as(actor)((ctx) => verb(language ? { ...ctx, language } : ctx));

const choose = (userId: string, language: string | null) =>
  school.database.write((tx) => tx.update(users).set({ language }).where(eq(users.id, userId)));

/** The newest mail to an address, as it would be sent now. */
async function letterTo(recipient: string, kind?: string) {
  const [mail] = await school.database.read
    .select()
    .from(outbox)
    .where(and(eq(outbox.recipient, recipient), kind ? eq(outbox.kind, kind) : undefined))
    .orderBy(desc(outbox.createdAt), desc(outbox.id))
    .limit(1);
  if (!mail) throw new Error(`no mail to ${recipient}`);
  const letter = await composeMail(school.database.read, mail, place);
  if (!letter) throw new Error("the mail cannot be written");
  return { ...letter, mail };
}

async function newcomer(language?: string) {
  const email = `${createId("user")}@example.org`;
  await on(language, visitor)((ctx) => signUp(ctx, { name: "Mara", email, passwordHash: "x", device: DEVICE }));
  const [person] = await school.database.read.select().from(users).where(eq(users.email, email));
  if (!person) throw new Error("nobody has signed up");
  const actor: Actor = { type: "user", id: person.id, roles: ["student"], provenAt: school.clock() };
  return { email, id: person.id, actor };
}

test("who signs up on a German page is written to in German, then and later, whoever causes the mail", async () => {
  const mara = await newcomer("de");
  expect(await letterTo(mara.email)).toMatchObject({ language: "de" });
  const cohort = await school.cohort();
  const { enrolment } = await school.as(mara.actor)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: mara.id }),
  );
  // By somebody of the office who works in English.
  await school.as(owner)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "Too few." }));
  expect(await letterTo(mara.email, "enrolment_cancelled")).toMatchObject({ language: "de" });
});

test("nobody is written to in the language of whoever has done something", async () => {
  const [student, mate] = [await school.person("student"), await school.person("student")];
  const cohort = await school.cohort();
  const enrol = (who: typeof student) =>
    on(undefined, who)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: who.id }));
  const [one, two] = [await enrol(student), await enrol(mate)];
  await choose(mate.id, "de");
  // Two recipients of one hand, which works in German.
  for (const { enrolment } of [one, two]) {
    await on("de", owner)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "" }));
  }
  expect(await letterTo(student.email)).toMatchObject({
    language: "en",
    subject: "Your place was cancelled: Bookbinding",
  });
  expect(await letterTo(mate.email)).toMatchObject({ language: "de" });
  // Nor the school in the language of whoever asks it.
  await on("de", student)((ctx) => openTicket(ctx, { requesterId: student.id, subject: "Hilfe", body: "Bitte" }));
  expect(await letterTo(owner.email, "ticket_received")).toMatchObject({ language: "en" });
  // Nor a student whom the office has added.
  const email = "added@example.org";
  await on("de", owner)((ctx) => createStudent(ctx, { name: "Added", email, welcome: true }));
  expect(await letterTo(email)).toMatchObject({ language: "en" });
});

test("who asks for a way in gets it in the language of the page, unless their account says another", async () => {
  const mara = await newcomer();
  const ask = (language?: string) =>
    on(language, visitor)((ctx) => requestCode(ctx, { email: mara.email, purpose: "reset", schoolSecret: "s" }));
  school.clock.forward(1_000);
  await ask("de");
  expect(await letterTo(mara.email)).toMatchObject({ language: "de" });
  school.clock.forward(1_000);
  await choose(mara.id, "de");
  await ask();
  expect(await letterTo(mara.email)).toMatchObject({ language: "de" });
});

test("who does something in German, and has chosen no language, gets the mail of it in German", async () => {
  const student = await school.person("student");
  const cohort = await school.cohort();
  await on("de", student)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id }));
  expect(await letterTo(student.email)).toMatchObject({ language: "de" });
});

test("who has chosen no language is written to in the one that they used last, whoever causes the mail", async () => {
  const [student, other] = [await school.person("student"), await school.person("student")];
  const cohort = await school.cohort();
  const enrol = (who: typeof student, language?: string) =>
    on(language, who)((ctx) => enrolStudent(ctx, { cohortId: cohort.id, studentId: who.id }));
  const [spoken, silent] = [await enrol(student, "de"), await enrol(other)];
  school.clock.forward(1_000);
  // Whoever knows an address can have a code sent to it, from any page.
  await on("de", visitor)((ctx) => requestCode(ctx, { email: other.email, purpose: "reset", schoolSecret: "s" }));
  school.clock.forward(1_000);
  for (const { enrolment } of [spoken, silent]) {
    await school.as(owner)((ctx) => cancelEnrolment(ctx, { enrolmentId: enrolment.id, why: "" }));
  }
  expect(await letterTo(student.email, "enrolment_cancelled")).toMatchObject({ language: "de" });
  expect(await letterTo(other.email, "enrolment_cancelled")).toMatchObject({ language: "en" });
  await choose(student.id, "en");
  expect(await letterTo(student.email, "enrolment_cancelled")).toMatchObject({ language: "en" });
});

test("a withdrawal is answered in the language of the page on which it was made", async () => {
  await school.as(owner)((ctx) => changeSettings(ctx, { withdrawalDays: 14 }));
  const student = await school.person("student");
  const { id: cohortId } = await school.cohort({ priceMinor: 9_500 });
  const { order } = await school.as(student)((ctx) => enrolStudent(ctx, { cohortId, studentId: student.id }));
  const declare = (code: string, email: string) =>
    on("de", visitor)((ctx) => recordWithdrawal(ctx, { id: createId("withdrawal"), code, email, name: "Mia" }));
  const [known, unknown] = [await declare(order.code, student.email), await declare("NOSUCH", "mia@example.org")];
  await school.as(owner)((ctx) => acceptWithdrawal(ctx, { withdrawalId: known.id }));
  await school.as(owner)((ctx) => declineWithdrawal(ctx, { withdrawalId: unknown.id, why: "No such order." }));
  expect(await letterTo(student.email, "withdrawal_accepted")).toMatchObject({ language: "de" });
  expect(await letterTo("mia@example.org", "withdrawal_declined")).toMatchObject({ language: "de" });
});

test("an invoice speaks as its buyer last did, whoever issues it", async () => {
  const student = await school.person("student");
  const [free, paid] = [await school.cohort(), await school.cohort({ priceMinor: 9_500 })];
  await on("de", student)((ctx) => enrolStudent(ctx, { cohortId: free.id, studentId: student.id }));
  const { order } = await on(
    "de",
    student,
  )((ctx) => enrolStudent(ctx, { cohortId: paid.id, studentId: student.id, provider: "bank" }));
  const language = async () => (await loadOrderFacts(school.database.read, order.id))?.buyer.language;
  expect(await language()).toBe("de");
  await choose(student.id, "en");
  expect(await language()).toBe("en");
});

test("a mail is written in the language that its recipient has when it leaves, and stays in it", async () => {
  const student = await school.person("student");
  const to = student.email;
  await school.asSystem(
    asStep((ctx) =>
      enqueueMail(ctx, { kind: "password_changed", to, payload: { name: "Mara" }, dedupeKey: createId("request") }),
    ),
  );
  expect(await letterTo(to)).toMatchObject({ language: "en" });
  await choose(student.id, "de");
  const { mail, language } = await letterTo(to);
  expect(language).toBe("de");
  const claim = async () => (await school.asSystem((ctx) => claimDueMails(ctx, 500))).find(({ id }) => id === mail.id);
  const claimed = await claim();
  if (!claimed) throw new Error("the mail was not due");
  await school.asSystem((ctx) =>
    recordSending(ctx, [{ mail: claimed, sending: { outcome: "sent", letter: { ...LETTER, language } } }]),
  );
  await choose(student.id, "en");
  const shown = async () => (await getMail(school.reading(owner), mail.id, place))?.letter?.language;
  expect(await shown(), "the office sees what was sent").toBe("de");
  await school.as(owner)((ctx) => resendMail(ctx, { mailId: mail.id }));
  expect(await shown(), "and sent again it is what they read now").toBe("en");
});

test("a language that the school has given up, or never had, is not written in", async () => {
  const student = await school.person("student");
  await school.asSystem(
    asStep((ctx) =>
      enqueueMail(ctx, {
        kind: "password_changed",
        to: student.email,
        payload: { name: "Mara" },
        dedupeKey: createId("request"),
        language: "xx",
      }),
    ),
  );
  expect(await letterTo(student.email)).toMatchObject({ language: "en" });
  await choose(student.id, "de");
  expect(await letterTo(student.email)).toMatchObject({ language: "de" });
  await speaking("en");
  expect(await letterTo(student.email)).toMatchObject({ language: "en" });
  await speaking("de");
  await choose(student.id, null);
  expect(await letterTo(student.email)).toMatchObject({ language: "de" });
  await speaking("en", "de");
});

test("the mails of a change of address are in the person's language, though the addresses are no account's", async () => {
  const mara = await newcomer("de");
  const newEmail = "maras-new@example.org";
  await on(
    undefined,
    mara.actor,
  )((ctx) => requestEmailChange(ctx, { userId: mara.id, newEmail, proof: { passwordHash: "x" } }));
  const asked = await letterTo(newEmail);
  expect(asked.language).toBe("de");
  const secret = String(asked.mail.payload.path).split("/").at(-1) as string;
  await on(undefined, mara.actor)((ctx) => confirmEmailChange(ctx, { secret, device: DEVICE }));
  expect(await letterTo(mara.email, "address_changed")).toMatchObject({ language: "de" });
});

test("a link in a mail leads to the page in the language of the mail, and to a file as it is", async () => {
  const mara = await newcomer("de");
  const { text, html } = await letterTo(mara.email);
  expect(text).toMatch(/https:\/\/school\.example\/de\/account\/verify\/\S+/);
  expect(html).toMatch(/href="https:\/\/school\.example\/de\/account\/verify\/[^"]+"/);
  await choose(mara.id, "en");
  expect((await letterTo(mara.email)).text).toMatch(/https:\/\/school\.example\/account\/verify\/\S+/);
});
