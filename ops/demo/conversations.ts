import type { TicketPriority } from "#db/enums.ts";
import type { AfterAnswer } from "#domain/tickets/answer-ticket.ts";

/** What is said after the first message: by whom, how many hours after the one before. */
export type Line =
  | { says: "student"; hours: number; text: string }
  | { says: "desk"; hours: number; text: string; then: AfterAnswer }
  | { says: "note"; hours: number; text: string }
  | { says: "resolved" | "closed"; hours: number };

export type Conversation = {
  by: string;
  /** Days before the present and the hour in Basel; or minutes before the present. */
  opened: { days: number; at: string } | { minutesAgo: number };
  subject: string;
  first: string;
  /** What it is about: the course or the student's own order, place or payment in a cohort, by the story's keys. */
  about?: { course: string } | { order: string } | { place: string } | { payment: string };
  priority?: TicketPriority;
  /** Who takes it before anything else is said. */
  taken?: "support" | "admin";
  /** The same question asked twice: this one is joined to the other one of the same person. */
  mergedInto?: string;
  lines: Line[];
};

const at = (local: string) => `${local}@example.org`;

export const CONVERSATIONS: readonly Conversation[] = [
  {
    by: "student@demo.test",
    opened: { minutesAgo: 42 },
    subject: "Charged twice for bookbinding",
    about: { order: "bookbinding-next" },
    priority: "high",
    taken: "support",
    first: `Hello, my bank shows CHF 480 twice for the same course.

I had chosen a bank transfer and sent it. Then I was afraid that it would be too slow, opened the order in another tab and paid by card. Could you have a look?`,
    lines: [
      {
        says: "note",
        hours: 0.2,
        text: "Both arrived: the card first, the transfer yesterday. The card carries the place; the transfer goes back. @Priya, can you?",
      },
    ],
  },
  {
    by: at("anais.lefevre"),
    opened: { days: -19, at: "20:10" },
    subject: "Can I move to the spring weekend?",
    about: { place: "bookbinding-next" },
    first:
      "My choir has moved its rehearsals to Thursdays, of all evenings. Is there any way to take the weekend instead? I would not like to lose the course.",
    lines: [
      {
        says: "desk",
        hours: 13.2,
        then: "resolve",
        text: `Dear Anaïs,

there are seats left in the weekend, so I have moved you. The price is the same and there is nothing to pay. Your dates are in your course already.

What are you singing?

Jonas`,
      },
      { says: "student", hours: 3, text: "You are wonderful. Fauré, the Requiem, in Advent. Come and listen." },
      { says: "desk", hours: 16, then: "resolve", text: "I will." },
    ],
  },
  {
    by: at("aylin.demir"),
    opened: { days: -34, at: "21:30" },
    subject: "The video in week 2 does not play",
    about: { course: "harmony" },
    first: "It stops at 4:10, right before the good part. I have tried two browsers. Week 1 is fine.",
    lines: [
      { says: "note", hours: 11, text: "The upload was cut off. Amélie has the film and sends it again." },
      {
        says: "desk",
        hours: 15,
        then: "wait",
        text: "The film had not arrived whole; now it has. Could you try again, and tell us whether 4:11 exists?",
      },
      { says: "student", hours: 5, text: "4:11 exists, and it is worth it. Thank you." },
      { says: "resolved", hours: 0.1 },
      { says: "closed", hours: 24 * 15 },
    ],
  },
  {
    by: at("aylin.demir"),
    opened: { days: -5, at: "10:15" },
    subject: "Invoice in my company's name",
    about: { order: "harmony-now" },
    taken: "support",
    first:
      "My employer pays for half of the course and needs an invoice with its name and number on it. Can the receipt be changed?",
    lines: [
      {
        says: "desk",
        hours: 4,
        then: "wait",
        text: `Dear Aylin,

certainly. Please send me the name and address exactly as they should stand there, and the number.

And how is the wrist?`,
      },
    ],
  },
  {
    by: at("siobhan.orourke"),
    opened: { days: -14, at: "11:05" },
    subject: "My transfer was too late",
    about: { order: "sourdough-next" },
    priority: "high",
    first:
      "I see that the Saturday is full and that my order ran out, but I sent the money on Friday. The bank says it left on Monday. Is my place gone?",
    lines: [
      {
        says: "desk",
        hours: 1.5,
        then: "wait",
        text: `Dear Siobhán,

I am sorry: the seat was kept for a week, and somebody took it the day before your money came. Nobody did anything wrong, and it is still a pity.

We send everything back today. Shall I write to you first when we fix the next Saturday?`,
      },
      { says: "student", hours: 2, text: "Ah well. Yes please, and thank you for being quick about it." },
      { says: "desk", hours: 0.5, then: "resolve", text: "You are first on my list." },
    ],
  },
  {
    by: at("m.elfassi"),
    opened: { days: -6, at: "13:20" },
    subject: "المبلغ المخصوم مختلف عن السعر",
    about: { order: "statistics-always" },
    priority: "urgent",
    taken: "support",
    first: `السلام عليكم، خصم البنك مبلغًا أقل من السعر، والدورة ما زالت مغلقة. ماذا أفعل؟

(In English: my bank took one euro less than the price, and the course is still closed. What should I do?)`,
    lines: [
      {
        says: "desk",
        hours: 2,
        then: "stay_open",
        text: `Dear Mohammed,

thank you for writing, in both. The payment service told us another amount than we had asked for, so nothing was booked; we never guess about money. Priya is asking them. You will hear from me, and you need do nothing.`,
      },
      { says: "note", hours: 20, text: "Nothing at the gateway under this reference. Waiting for their answer. Priya" },
    ],
  },
  {
    by: at("zoe.bronte"),
    opened: { minutesAgo: 150 },
    subject: "Bought the wrong course",
    about: { order: "statistics-always" },
    first:
      "I wanted an evening course about statistics and have bought the one that I should do by myself. I know myself: I will not. May I give it back?",
    lines: [
      {
        says: "desk",
        hours: 1,
        then: "stay_open",
        text: "Of course. Nothing has been opened yet, so everything goes back; finance does it today. The evening course begins in spring, I am told.",
      },
    ],
  },
  {
    by: at("hubert.w"),
    opened: { minutesAgo: 185 },
    subject: "Will my name fit?",
    priority: "low",
    first:
      "A small thing. At my last school the certificate said *Wolfeschlegelsteinhausenbe*. Could somebody look whether yours is wider?",
    lines: [],
  },
  {
    by: at("minhkhai"),
    opened: { days: -1, at: "17:45" },
    subject: "Is there a step at the print room's door?",
    about: { course: "letterpress" },
    first:
      "I am on the waiting list for the poster weekend and use a wheelchair. Before I hope too much: can I get in, and is there a press I can reach?",
    lines: [],
  },
  {
    by: at("giorgos.p"),
    opened: { days: -9, at: "09:50" },
    subject: "My refund has not arrived",
    about: { payment: "accounts-next" },
    priority: "high",
    taken: "support",
    first:
      "You wrote ten days ago that everything goes back. My account says otherwise. EUR 290 is much to me just now.",
    lines: [
      {
        says: "note",
        hours: 1,
        text: "The refund failed: the card was closed together with the shop. We need an account.",
      },
      {
        says: "desk",
        hours: 1,
        then: "wait",
        text: `Dear Giorgos,

your bank refused it, because the card has been closed. If you tell me an account in your name, we send it there by transfer. I am sorry about the shop.`,
      },
      {
        says: "student",
        hours: 30,
        text: "Yes, of course, the card. I will send the number by letter, I do not like to type it here.",
      },
    ],
  },
  {
    by: at("giorgos.p"),
    opened: { days: -8, at: "18:05" },
    subject: "Refund again",
    first: "Did my last message reach you?",
    mergedInto: "My refund has not arrived",
    lines: [],
  },
  {
    by: at("misaki.sato"),
    opened: { days: -4, at: "07:30" },
    subject: "小包はいつ届きますか",
    about: { course: "washi" },
    taken: "admin",
    first: `来月の講座のために、材料の小包はいつ届きますか。実家に送っていただくことはできますか。

When will the parcel arrive, and may it go to my parents' house in Nara?`,
    lines: [
      {
        says: "desk",
        hours: 3,
        then: "wait",
        text: "The parcels leave Ayabe two weeks before the first morning. Nara is nearer to Ayabe than we are, so gladly: please send us the address.",
      },
    ],
  },
  {
    by: at("djordje.p"),
    opened: { days: -10, at: "22:40" },
    subject: "The mail with the link never came",
    first: "I asked three times for a new password. Nothing, not even among the advertisements.",
    lines: [
      {
        says: "desk",
        hours: 10,
        then: "wait",
        text: "Your provider had put us on a list, and has now taken us off it. Could you ask once more? You can also sign in with a code of six digits.",
      },
      { says: "student", hours: 9, text: "It came at once. Thank you." },
      { says: "closed", hours: 1 },
    ],
  },
  {
    by: at("lucia.ortega"),
    opened: { days: -2, at: "19:20" },
    subject: "Thank you!",
    about: { place: "accounts-next" },
    priority: "low",
    first: "Nothing to ask. I only wanted to say that whoever writes your letters writes good letters.",
    lines: [
      { says: "desk", hours: 14, then: "resolve", text: "That is Leonie. I have told her, and she is a little red." },
    ],
  },
  {
    by: at("quentin.r"),
    opened: { days: -7, at: "11:30" },
    subject: "Why was my place refused?",
    about: { course: "washi" },
    first: "On the telephone you said *probably fine*. Then my place was gone before I could pay.",
    lines: [
      {
        says: "desk",
        hours: 3,
        then: "resolve",
        text: "You are right, and we said it badly. The course needs a hand that has held a mould before; the beginners' day in February is the way in, and I keep you a seat there.",
      },
      { says: "student", hours: 40, text: "February is far. But very well: please do keep the seat." },
    ],
  },
];
