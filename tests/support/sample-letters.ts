import { sampleMoves } from "./sample-moves.ts";
import { sampleReminders } from "./sample-reminders.ts";
import type { EnrolmentFacts, OfferFacts, OrderFacts } from "#domain/mail/order-facts.ts";
import { message } from "#messages/message.ts";
import type { SchoolFace } from "#domain/mail/draft.ts";
import { WITHDRAWN } from "#domain/kernel/withdrawn.ts";
import type { MessageFacts } from "#domain/mail/get-message-facts.ts";

/** What the letters of a test speak of. */
export type Sample = {
  person: string;
  course: string;
  cohort: string;
  place: string;
  /** What somebody wrote. */
  words: string;
  currency: string;
};

export const PLAIN: Sample = {
  person: "Ada Lovelace",
  course: "Bookbinding",
  cohort: "Spring evenings",
  place: "Atelier 2",
  words: "Too few of you.\n\nSorry!",
  currency: "CHF",
};

export const sampleSchool = (name = "Lindenhof School"): SchoolFace => ({
  name,
  accentColor: null,
  timezone: "Europe/Zurich",
  refundPolicy: "",
  supportEmail: null,
  postalAddress: "",
  registerNumber: "",
  vatNumber: "",
  taxNote: "",
  url: "https://school.example",
  pages: "https://school.example",
  bank: { accountHolder: name, iban: "CH9300762011623852957", bankName: null },
  getClaimSecret: () => "5",
});

const MAC = message("devices.browser_on_system", { browser: "1", system: "mac" });
const HOUR = new Date("2026-02-05T17:30:00Z");

function samplePlace({ person, course, cohort, place }: Sample): Omit<EnrolmentFacts, "order" | "hasMeetings"> {
  return {
    studentName: person,
    courseTitle: course,
    courseSlug: "1",
    cohortId: "2",
    cohortName: cohort,
    startsAt: HOUR,
    timezone: "Europe/Zurich",
    place,
    leaving: null,
  };
}

const sampleLeaving = (currency: string): NonNullable<EnrolmentFacts["leaving"]> => ({
  ...{ lineId: "3", timezone: "Europe/Zurich", isAgreed: true },
  leaving: { cancel: { until: HOUR, percent: 80, fee: { minor: 2_500, currency } }, move: { until: HOUR } },
});

/** What each kind of letter is written from, in each of its ways. */
export function sampleLetters(sample: Sample) {
  const { person: name, words, currency } = sample;
  const closes = { endsAt: new Date("2026-03-02T23:00:00Z"), timezone: "Europe/Zurich" };
  const ending = { studentName: name, courseTitle: sample.course, courseSlug: "1", ...closes };
  const application = {
    ...{ studentName: name, courseTitle: sample.course, courseSlug: "1", cohortId: "2", cohortName: sample.cohort },
  };
  const renewal = { studentName: name, courseTitle: sample.course, courseSlug: "1", days: 30 };
  const access = { studentName: name, courseTitle: sample.course, courseSlug: "1", why: words };
  const hours = { startsAt: HOUR, endsAt: new Date(HOUR.getTime() + 5_400_000), place: words, link: "" };
  const timetable = {
    ...{ name, courseTitle: sample.course, courseSlug: "1", cohortId: "coh_0193", cohortName: sample.course },
    timezone: "Europe/Zurich",
  };
  const meeting = { ...timetable, ...hours, studentName: name, title: words };
  const money = { minor: 1_234_500, currency };
  const withdrawn = { why: WITHDRAWN, isOwn: false, money: undefined };
  const place = samplePlace(sample);
  const order: OrderFacts = {
    buyerName: name,
    isBuyerConfirmed: true,
    code: "1000-2",
    total: money,
    expiresAt: HOUR,
    courseTitle: sample.course,
    courseSlug: "1",
    more: 0,
    isRenewal: false,
    isMove: false,
  };
  const renews = { ...order, isRenewal: true };
  const moves = { ...order, isMove: true };
  const several = { ...order, more: 2, isBuyerConfirmed: false };
  const half = { minor: 617_250, currency };
  const declared = { code: "1000-2", name, email: "школа@школа.школа", receivedAt: HOUR, timezone: "Europe/Zurich" };
  const price = { list: { minor: 1_851_750, currency }, discounts: [{ label: sample.course, amount: half }] };
  const paid = { code: "1000-2", total: money, paidAt: HOUR, price };
  const claims = { ...place, buyerName: name };
  const offer: OfferFacts = { ...place, offerExpiresAt: HOUR };
  const written: MessageFacts = {
    studentName: name,
    authorName: name,
    code: "1000-3",
    subject: sample.course,
    body: words,
    isResolved: false,
  };
  return {
    sign_in_code: [{ name, code: "482913", minutes: 10 }],
    verify_address: [{ name, path: "/1", hours: 48 }],
    reset_password: [{ name, path: "/1", minutes: 30 }],
    invitation: [{ name, path: "/1", days: 7 }],
    password_changed: [{ name }],
    confirm_new_address: [{ name, path: "/1", hours: 24 }],
    new_address_taken: [{ name }],
    new_address_asked: [{ name, newEmail: "1@2.3" }],
    address_changed: [{ name, newEmail: "1@2.3" }],
    address_corrected: [{ name }],
    accounts_merged: [
      { name, isKept: true },
      { name, isKept: false },
    ],
    ways_changed: [
      { name, label: "42", isNew: true },
      { name, label: "42", isNew: false },
    ],
    security_notice: [
      { name, event: "new_device" as const, device: MAC, address: "192.0.2.9" },
      { name, event: "new_device" as const, device: message("devices.unknown"), address: "" },
      { name, event: "token_created" as const, token: "24", scopes: ["1:1", "2:2"] },
      { name, event: "calendar_link_created" as const },
      { name, event: "roles_changed" as const, roles: ["instructor", "support"] as const },
      { name, event: "roles_changed" as const, roles: [] },
      { name, event: "large_refund" as const, amount: money, order: "1000-2" },
      { name, event: "refund_account_given" as const, account: "… 2957", order: "1000-2" },
    ],
    student_welcome: [{ name, path: "/1", days: 14 }],
    claim_link: [
      { ...claims, claimLinkId: "4", version: 1, name },
      { ...claims, claimLinkId: "4", version: 1, name: "" },
    ],
    claim_links_ready: [
      { ...claims, order: paid, places: 3, left: 3, isReminder: false },
      { ...claims, order: paid, places: 3, left: 3, isReminder: false, leaving: sampleLeaving(currency) },
      { ...claims, order: { ...paid, total: { minor: 0, currency } }, places: 1, left: 1, isReminder: false },
      { ...claims, order: paid, places: 3, left: 2, isReminder: true },
      { ...claims, order: paid, places: 3, left: 1, isReminder: true },
    ],
    claims_ended: [...[words, "", WITHDRAWN].map((why) => ({ order, why }))],
    claim_returned: [
      { ...claims, name, orderCode: "1000-2" },
      { ...claims, name: "", orderCode: "1000-2" },
    ],
    enrolment_confirmed: [
      { ...place, hasMeetings: false, order: null },
      { ...place, hasMeetings: true, order: paid },
      { ...place, hasMeetings: false, order: paid, leaving: sampleLeaving(currency) },
    ],
    enrolment_moved: sampleMoves({ place: { ...place, leaving: sampleLeaving(currency) }, paid, money, half }),
    enrolment_completed: [true, false].map((isCertified) => ({
      ...{ studentName: name, courseTitle: sample.course, courseSlug: "1", enrolmentId: "enr_0193", isCertified },
    })),
    cohort_confirmed: [{ ...place, hasMeetings: true, order: null }],
    cohort_to_decide: [
      { ...place, name, courseId: "1", studentsMin: 6, taken: 4 },
      { ...place, name, courseId: "1", studentsMin: 6, taken: 1 },
    ],
    access_changed: [
      { ...access, change: "extended" as const, endsAt: HOUR },
      { ...access, change: "shortened" as const, endsAt: new Date("2026-03-02T23:00:00Z") },
      { ...access, change: "given" as const, endsAt: null },
      { ...access, change: "revoked" as const, endsAt: undefined },
    ],
    access_ends: [
      { ...ending, isOver: false, isRenewable: true },
      { ...ending, isOver: true, isRenewable: false },
    ],
    meeting_reminder: [
      { ...meeting, link: "https://2.3/4" },
      { ...meeting, title: "", place: "" },
    ],
    meetings_changed: [
      {
        ...timetable,
        changes: [
          { title: words, before: hours, now: { ...hours, place: "8" } },
          { title: "", before: hours, now: null },
          { title: "9", before: null, now: hours },
        ],
      },
    ],
    application_approved: [
      { ...application, reply: "", order: null },
      { ...application, reply: words, order: { code: "1000-2", total: money, expiresAt: HOUR } },
    ],
    application_declined: [{ ...application, reply: words, order: null }],
    renewal_granted: [
      { ...renewal, answer: words, endsAt: new Date("2026-03-02T23:00:00Z"), order: null },
      { ...renewal, answer: "", endsAt: HOUR, order: { code: "1000-2", total: money, paidAt: HOUR } },
    ],
    invoice_issued: (["invoice", "cancellation", "credit_note"] as const).map((kind) => ({
      ...{ buyerName: sample.person, orderCode: "1000-2", code: "2026-00042", kind, total: money },
      dueOn: kind === "invoice" ? "2026-03-02" : null,
    })),
    certificate_news: (["ready", "revoked", "restored"] as const).map((news) => ({
      ...{ studentName: sample.person, courseTitle: sample.course, certificateId: "crt_0193", enrolmentId: "enr_0193" },
      ...{ news, why: news === "ready" ? "" : words, year: 2026, serial: 42 },
    })),
    renewal_declined: [{ ...renewal, answer: words, endsAt: null, order: null }],
    announcement: [
      {
        ...{
          studentName: sample.person,
          authorName: sample.person,
          courseId: "crs_0193",
          courseTitle: sample.course,
          courseSlug: "course",
        },
        ...{ subject: "1", body: words },
      },
    ],
    enrolment_cancelled: [
      ...[paid, null].map((order) => ({ ...withdrawn, place: { ...place, hasMeetings: true, order } })),
      { place: { ...place, hasMeetings: true, order: null }, why: "", isOwn: false, money: undefined },
      {
        place: { ...place, hasMeetings: true, order: paid },
        ...{
          why: words,
          isOwn: false,
          money: { parts: [], isUndecided: true, kept: null, owed: null, accountOrderCode: "1000-2" },
        },
      },
      {
        place: { ...place, hasMeetings: true, order: paid },
        ...{ why: words, isOwn: false },
        money: {
          parts: [{ amount: money, isTransfer: false, isSent: true, isHeld: false, isCredit: true }],
          ...{ kept: money, owed: null, accountOrderCode: null },
        },
      },
      { place: { ...place, hasMeetings: true, order: null }, why: "", isOwn: true, money: undefined },
      { place: { ...place, hasMeetings: true, order: null }, why: "", isOwn: true, isBuyers: true, money: undefined },
      ...[true, false].map((isSent) => ({
        place: { ...place, hasMeetings: true, order: paid },
        ...{ why: "", isOwn: true },
        money: {
          parts: [true, false].map((isTransfer) => ({ amount: money, isTransfer, isSent, isHeld: false })),
          ...{ kept: money, owed: null, accountOrderCode: isSent ? null : "1000-2" },
        },
      })),
      {
        place: { ...place, hasMeetings: true, order: paid },
        ...{ why: "", isOwn: true, money: { parts: [], kept: money, owed: null, accountOrderCode: null } },
      },
      {
        place: { ...place, hasMeetings: true, order: paid },
        ...{ why: "", isOwn: true },
        money: {
          ...{ parts: [], kept: money, accountOrderCode: null },
          owed: { amount: money, dueOn: "2026-03-31", orderCode: "1000-2" },
        },
      },
      {
        place: { ...place, hasMeetings: true, order: paid },
        ...{ why: words, isOwn: false },
        money: {
          parts: [true, false].map((isTransfer) => ({ amount: money, isTransfer, isSent: false, isHeld: true })),
          ...{ kept: null, owed: null, accountOrderCode: null },
        },
      },
    ],
    order_to_pay: [order, several, moves],
    order_awaiting_transfer: [
      { order, amount: money, reference: null, failure: null, isLaterPart: true, isOpen: true },
      { order: renews, amount: money, reference: null, failure: null, isLaterPart: false, isOpen: true },
      { order: moves, amount: money, reference: null, failure: null, isLaterPart: false, isOpen: true },
      { order, amount: money, reference: null, failure: null, isLaterPart: false, isOpen: true },
      { order: several, amount: money, reference: "18539007547034", failure: null, isLaterPart: false, isOpen: true },
    ],
    instalment_paid: [
      {
        ...{ order, paid: [{ number: 2, kind: "part" as const }], receipt: { number: 2, level: 0 } },
        ...{ amount: money, tax: { ...money, minor: 899 }, paidAt: new Date("2026-03-05T10:00:00Z") },
        toCome: [{ amount: money, dueOn: "2026-04-05" }],
      },
      {
        order,
        paid: [
          { number: 2, kind: "part" as const },
          { number: 2, kind: "fee" as const },
          { number: 5, kind: "cancellation_fee" as const },
        ],
        ...{ receipt: { number: 2, level: 1 }, amount: money, tax: { ...money, minor: 0 } },
        ...{ paidAt: new Date("2026-03-05T10:00:00Z"), toCome: [] },
      },
    ],
    transfer_part_received: [
      {
        rest: { order, amount: money, reference: "18539007547034", failure: null, isLaterPart: false, isOpen: true },
        received: money,
      },
      {
        rest: { order, amount: money, reference: "18539007547034", failure: null, isLaterPart: true, isOpen: true },
        received: money,
      },
    ],
    late_payment_received: [
      { order, amount: money, reference: null, failure: null, isLaterPart: false, isOpen: false },
    ],
    payment_reminder: sampleReminders({ order, several, money }),
    payment_suspended: [
      { order, number: 2, kind: "part" as const, dueOn: "2026-03-31", amount: money, fees: money, keptCard: null },
    ],
    transfer_reminder: [{ order, amount: money, reference: null, failure: null, isLaterPart: false, isOpen: true }],
    credit_offer: [
      { order, amount: money, reason: "" },
      { order, amount: money, reason: words },
    ],
    payment_failed: [
      { order: renews, amount: money, reference: null, failure: null, isLaterPart: false, isOpen: true },
      {
        order: { ...order, expiresAt: null },
        amount: money,
        reference: null,
        failure: null,
        isLaterPart: false,
        isOpen: true,
      },
      { order: several, amount: money, reference: null, failure: words, isLaterPart: false, isOpen: false },
      {
        order,
        amount: money,
        reference: null,
        failure: "Your card's security code is incorrect.",
        isLaterPart: true,
        isOpen: false,
      },
    ],
    order_expired: [renews, moves, order, several],
    payment_undone: [
      { order, amount: money, until: HOUR, isTakenBack: false },
      { order, amount: money, until: "2026-12-07", isTakenBack: false },
      { order, amount: money, until: HOUR, isTakenBack: true },
    ],
    order_cancelled: [
      { order: renews, why: words },
      { order: moves, why: words },
      { order, why: "" },
      ...[words, WITHDRAWN].map((why) => ({ order: several, why })),
    ],
    waiting_offer: [offer],
    waiting_ended: [
      { offer, why: "" },
      { offer: { ...offer, offerExpiresAt: null }, why: words },
      { offer, why: "", rule: { key: "refusals.prerequisite_missing_one", values: { titles: words } } },
    ],
    ticket_reply: [written, { ...written, authorName: null, isResolved: true }],
    ticket_received: [written],
    refund_failed: [{ order, amount: money, isReturned: false }],
    refund_done: [
      { order, amount: money, isReturned: false },
      { order: several, amount: money, isReturned: false },
    ],
    refund_account_wanted: [
      { order: several, amount: money, isReturned: true, account: null, rejected: "… 2957" },
      ...[null, "… 2957"].map((account) => ({ order, amount: money, isReturned: false, account, rejected: null })),
      { order, amount: money, isReturned: false, account: null, rejected: "… 2957" },
    ],
    vat_id_wanted: [{ order, vatId: words }],
    withdrawal_received: [{ ...declared, reason: "" }],
    withdrawal_accepted: [{ ...declared, reason: "" }],
    withdrawal_declined: [{ ...declared, reason: words }],
    backup_trouble: [
      { name, what: "failed" as const, words },
      { name, what: "too_old" as const, words },
      {
        name,
        what: "too_old" as const,
        words: message("mail_operator.backup_newest_verified", { moment: "2026", said: words }),
      },
    ],
  };
}
