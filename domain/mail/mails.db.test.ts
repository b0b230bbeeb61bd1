import { setTimeout } from "node:timers/promises";
import BetterSqlite from "better-sqlite3";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { engine } from "#db/engine.ts";
import { enterRequestStatements } from "#db/request-statements.ts";
import { auditLog, meetings, outbox, waitingList } from "#db/schema/index.ts";
import { wordsIn } from "#tests/support/pseudo-language.ts";
import { asStep } from "#tests/support/as-step.ts";
import { openTestSchool, type TestSchool } from "#tests/support/school.ts";
import { enrolStudent } from "../checkout/enrol-student.ts";
import { type Actor, visitor } from "../kernel/actor.ts";
import { createId } from "../kernel/ids.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";
import { answerTicket } from "../tickets/answer-ticket.ts";
import { recordCheckout } from "../payments/record-checkout.ts";
import { openTicket } from "../tickets/open-ticket.ts";
import { composeMail } from "./compose-mail.ts";
import { AWAITED_MAILS, claimDueMails, hasDueMails } from "./claim-due-mails.ts";
import { getMail } from "./get-mail.ts";
import { type EnqueuedMail, SECRET_FIELDS } from "./kinds.ts";
import { listMails } from "./list-mails.ts";
import { recordSending } from "./record-sending.ts";
import { resendMail } from "./resend-mail.ts";

let school: TestSchool;
beforeAll(async () => {
  school = await openTestSchool({ demo: false });
});
afterAll(() => school.drop());

const refusal = (code: string) => expect.objectContaining({ name: "Refusal", code });
const place = {
  url: "https://school.example",
  bank: { accountHolder: "School", iban: "CH9300762011623852957", bankName: null },
  wordsIn,
};
const LETTER = { subject: "A subject", html: "<p>Sent</p>", text: "Sent", language: "en", direction: "ltr" } as const;
const compose = (mail: { kind: string; payload: Record<string, unknown> }) =>
  composeMail(school.database.read, { recipient: "a@example.org", language: null, ...mail }, place);

const promised = async (mail: Omit<EnqueuedMail, "dedupeKey">) => {
  const dedupeKey = createId("request");
  await school.asSystem(asStep((ctx) => enqueueMail(ctx, { ...mail, dedupeKey } as EnqueuedMail)));
  const [row] = await school.database.read.select().from(outbox).where(eq(outbox.dedupeKey, dedupeKey));
  if (!row) throw new Error("the mail was not promised");
  return row;
};
const code = {
  kind: "sign_in_code",
  to: "a@example.org",
  payload: { name: "Ada", code: "482913", minutes: 10 },
} as const;

/** A student with a paid seat on its way, and everything that mails speak of. */
async function bought() {
  const cohort = await school.cohort({
    priceMinor: 48_000,
    place: "Atelier 2",
    startsAt: new Date("2026-02-05T17:30:00Z"),
  });
  const student = await school.person("student");
  const enrolled = await school.as(student)((ctx) =>
    enrolStudent(ctx, { cohortId: cohort.id, studentId: student.id, provider: "bank" }),
  );
  return { ...enrolled, student, cohort };
}

test("every mail about money and seats says the course, the sum and the hour with its timezone", async () => {
  const { enrolment, order, payment, cohort } = await bought();
  const confirmed = await compose({ kind: "enrolment_confirmed", payload: { enrolmentId: enrolment.id } });
  expect(confirmed?.text).toContain("Begins: Thursday, 5 February 2026, 18:30 (Europe/Zurich)");
  expect(confirmed?.text).toContain(`Order: ${order.code}`);
  expect(confirmed?.text).toContain("CHF 480.00");
  expect(confirmed?.text).toContain(`https://school.example/orders/${order.code}`);
  expect(confirmed?.text).not.toContain("/calendar/");
  const hour = { startsAt: new Date("2026-02-05T17:30:00Z"), endsAt: new Date("2026-02-05T19:30:00Z") };
  const meeting = { id: createId("meeting"), cohortId: cohort.id, ...hour };
  await school.database.write((tx) => tx.insert(meetings).values(meeting));
  const dated = await compose({ kind: "enrolment_confirmed", payload: { enrolmentId: enrolment.id } });
  expect(dated?.text).toContain(`https://school.example/calendar/${cohort.id}.ics`);
  const started = { paymentId: payment?.id ?? "", reference: "RF18539007547034", checkoutUrl: null };
  await school.asSystem((ctx) => recordCheckout(ctx, started));
  const transfer = await compose({ kind: "order_awaiting_transfer", payload: { paymentId: payment?.id } });
  // As on the page, and as banks print it.
  expect(transfer?.text).toContain("Reference: RF18 5390 0754 7034");
  expect(transfer?.text).toContain("IBAN: CH93 0076 2011 6238 5295 7");
  expect(transfer?.text).toContain(`https://school.example/checkout/${order.code}`);
  const failed = await compose({ kind: "payment_failed", payload: { paymentId: payment?.id } });
  expect(failed?.text).toContain("Bookbinding did not go through.");
  const expired = await compose({ kind: "order_expired", payload: { orderId: order.id } });
  expect(expired?.subject).toBe("Your seat was given back: Bookbinding");
  const moved = await compose({ kind: "enrolment_moved", payload: { enrolmentId: enrolment.id } });
  expect(moved?.text).toContain("Begins: Thursday, 5 February 2026, 18:30 (Europe/Zurich)");
  const cancelled = await compose({
    kind: "enrolment_cancelled",
    payload: { enrolmentId: enrolment.id, why: "Too few." },
  });
  expect(cancelled?.text).toContain("> Too few.");
});

test("an offer says until when the seat is kept", async () => {
  const { cohort, student } = await bought();
  const waitingId = createId("waiting");
  await school.database.write((tx) =>
    tx.insert(waitingList).values({
      id: waitingId,
      cohortId: cohort.id,
      studentId: student.id,
      state: "offered",
      since: school.clock(),
      offerExpiresAt: new Date("2026-01-10T10:00:00Z"),
    }),
  );
  const offer = await compose({ kind: "waiting_offer", payload: { waitingId } });
  expect(offer?.text).toContain("Kept until: Saturday, 10 January 2026, 11:00 (Europe/Zurich)");
  expect(offer?.text).toContain(`/enrol/${cohort.id}`);
});

test("mails about a ticket go to its page on either side, with what was written", async () => {
  const student = await school.person("student");
  const desk = await school.person("support");
  const { ticket, messageId } = await school.as(student)((ctx) =>
    openTicket(ctx, { requesterId: student.id, subject: "Charged twice", body: "**Please** look." }),
  );
  const received = await compose({ kind: "ticket_received", payload: { messageId } });
  expect(received?.text).toContain("> **Please** look.");
  expect(received?.text).toContain(`/admin/tickets/${ticket.code}`);
  const answered = await school.as(desk)((ctx) =>
    answerTicket(ctx, { ticketId: ticket.id, body: "Done.", then: "resolve" }),
  );
  const reply = await compose({ kind: "ticket_reply", payload: { messageId: answered.messageId } });
  expect(reply?.subject).toBe(`Charged twice (${ticket.code})`);
  expect(reply?.text).toContain(`https://school.example/help/${ticket.code}`);
});

test("a kind that nobody knows and a thing that is gone make no letter", async () => {
  expect(await compose({ kind: "toString", payload: {} })).toBeUndefined();
  expect(await compose({ kind: "order_expired", payload: { orderId: "ord_gone" } })).toBeUndefined();
});

test("mails are for the desk: neither students nor visitors nor money people find any", async () => {
  const mail = await promised(code);
  const others: Actor[] = [visitor, await school.person("student"), await school.person("finance")];
  for (const actor of others) {
    expect(await getMail(school.reading(actor), mail.id, place)).toBeUndefined();
    const view = { sort: "created", direction: "desc", page: 1 } as const;
    await expect(listMails(school.reading(actor), {}, view)).rejects.toEqual(refusal("not_found"));
    const again = school.as(actor)((ctx) => resendMail(ctx, { mailId: mail.id }));
    await expect(again).rejects.toEqual(refusal(actor.type === "visitor" ? "not_signed_in" : "forbidden"));
  }
});

test("what would open somebody's account is left out, but for an owner whose school has no mail server", async () => {
  const mail = await promised(code);
  const desk = await school.person("admin");
  const owner = await school.person("owner");
  const shownTo = async (actor: Actor) => (await getMail(school.reading(actor), mail.id, place))?.letter?.text;
  expect(await shownTo(desk)).not.toContain("482913");
  expect(await shownTo(owner)).not.toContain("482913");
  const [claimed] = (await school.asSystem((ctx) => claimDueMails(ctx, 100))).filter(({ id }) => id === mail.id);
  if (!claimed) throw new Error("the mail was not due");
  await school.asSystem((ctx) => recordSending(ctx, [{ mail: claimed, sending: { outcome: "kept", letter: null } }]));
  expect(await shownTo(desk)).not.toContain("482913");
  expect(await shownTo(owner)).toContain("482913");
});

test("a code that somebody waits for leaves before what was written to many others earlier", async () => {
  const earlier = { kind: "password_changed", to: "b@example.org", payload: { name: "Ben" } } as const;
  const written = [await promised(earlier), await promised(earlier), await promised(code)];
  const claim = async (limit: number) =>
    (await school.asSystem((ctx) => claimDueMails(ctx, limit))).map(({ id }) => id);
  expect(await claim(1)).toEqual([written[2]?.id]);
  expect(await claim(100)).toEqual(expect.arrayContaining([written[0]?.id, written[1]?.id]));
});

test("the kinds that somebody waits for are kinds of mail, and each carries what is waited for", () => {
  for (const kind of AWAITED_MAILS) expect([kind, kind in SECRET_FIELDS]).toEqual([kind, true]);
});

test.skipIf(engine !== "sqlite")(
  "what is due is found by indexes of what waits, however much was sent before",
  async () => {
    const counted = { statements: 0, ms: 0, isShown: false, texts: [] as string[] };
    await setTimeout(100);
    enterRequestStatements(counted);
    await school.asSystem((ctx) => claimDueMails(ctx, 100));
    await hasDueMails(school.database.read, school.clock());
    const asked = counted.texts.filter((text) => /^select .* from "outbox"/.test(text));
    const file = new BetterSqlite(school.database.url, { readonly: true });
    const plans = asked.map((text) =>
      (
        file.prepare(`explain query plan ${text}`).all(...Array(text.match(/\?/g)?.length ?? 0).fill(0)) as {
          detail: string;
        }[]
      )
        .map(({ detail }) => /INDEX (\w+)/.exec(detail)?.[1])
        .filter((index) => index !== undefined),
    );
    file.close();
    expect(plans).toEqual([["outbox_due_by_kind"], ["outbox_due"], ["outbox_due"]]);
  },
);

test("a mail that failed is shown with its reason, and sent again from the start when the desk says so", async () => {
  const desk = await school.person("support");
  const mail = await promised({ kind: "password_changed", to: "b@example.org", payload: { name: "Ben" } });
  const claim = async () => (await school.asSystem((ctx) => claimDueMails(ctx, 100))).find(({ id }) => id === mail.id);
  const claimed = await claim();
  if (!claimed) throw new Error("the mail was not due");
  const sending = { outcome: "trouble", error: "550 no such user", forGood: true } as const;
  await school.asSystem((ctx) => recordSending(ctx, [{ mail: claimed, sending }]));
  const view = { sort: "created", direction: "desc", page: 1 } as const;
  const { items } = await listMails(school.reading(desk), { status: "failed" }, view);
  expect(items).toContainEqual(expect.objectContaining({ id: mail.id, lastError: "550 no such user" }));
  expect(await claim()).toBeUndefined();
  await school.as(desk)((ctx) => resendMail(ctx, { mailId: mail.id }));
  expect(await claim()).toMatchObject({ attempts: 1 });
  const rows = await school.database.read.select().from(auditLog).where(eq(auditLog.objectId, mail.id));
  expect(rows.map(({ action }) => action)).toEqual(["mail.resend"]);
});

test("a mail that was sent is shown as it was sent, whatever became of its facts and words, until it is sent again", async () => {
  const desk = await school.person("support");
  const mail = await promised({ kind: "password_changed", to: "c@example.org", payload: { name: "Cem" } });
  const shown = () => getMail(school.reading(desk), mail.id, place);
  expect(await shown()).toMatchObject({ isRewritten: false, letter: { text: expect.stringContaining("Cem") } });
  const [claimed] = (await school.asSystem((ctx) => claimDueMails(ctx, 100))).filter(({ id }) => id === mail.id);
  if (!claimed) throw new Error("the mail was not due");
  await school.asSystem((ctx) => recordSending(ctx, [{ mail: claimed, sending: { outcome: "sent", letter: LETTER } }]));
  expect(await shown()).toMatchObject({ isRewritten: false, letter: LETTER });
  await school.as(desk)((ctx) => resendMail(ctx, { mailId: mail.id }));
  expect((await shown())?.letter?.text).toContain("Cem");
  // Of what was sent before letters were kept, only the facts are left.
  await school.database.write(async (tx) => {
    const sent = { state: "sent", sentAt: school.clock(), letter: null } as const;
    await tx.update(outbox).set(sent).where(eq(outbox.id, mail.id));
  });
  expect(await shown()).toMatchObject({ isRewritten: true, letter: { text: expect.stringContaining("Cem") } });
});

test("a code that was sent is not sent twice", async () => {
  const desk = await school.person("support");
  const mail = await promised(code);
  const [claimed] = (await school.asSystem((ctx) => claimDueMails(ctx, 100))).filter(({ id }) => id === mail.id);
  if (!claimed) throw new Error("the mail was not due");
  await school.asSystem((ctx) => recordSending(ctx, [{ mail: claimed, sending: { outcome: "sent", letter: LETTER } }]));
  const again = school.as(desk)((ctx) => resendMail(ctx, { mailId: mail.id }));
  await expect(again).rejects.toEqual(refusal("wrong_state"));
  expect((await getMail(school.reading(desk), mail.id, place))?.canResend, "nor is it offered").toBe(false);
});
