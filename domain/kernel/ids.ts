import { randomBytes } from "node:crypto";
import { createSystemClock } from "./clock.ts";

/** The one table of id prefixes: an id says what it names wherever it turns up. */
const PREFIXES = {
  user: "usr",
  accountMerge: "amg",
  session: "ses",
  identity: "idn",
  loginCode: "lgc",
  invitation: "inv",
  invoice: "ivc",
  apiToken: "tok",
  course: "crs",
  cohort: "coh",
  meeting: "mtg",
  meetingChange: "mch",
  material: "mat",
  materialSection: "sec",
  file: "fil",
  order: "ord",
  orderLine: "oln",
  taxRate: "txr",
  claimLink: "clm",
  coupon: "cpn",
  couponUse: "cpu",
  lineDiscount: "dct",
  priceRule: "prl",
  instalment: "ins",
  creditEntry: "cre",
  creditOffer: "cro",
  hold: "hld",
  payment: "pay",
  refund: "ref",
  cohortEnding: "end",
  withdrawal: "wdr",
  payoutRun: "por",
  bankAccount: "bac",
  bankFile: "bfl",
  bankLine: "bln",
  bankStatement: "bst",
  bankMatch: "bmt",
  dispute: "dsp",
  providerEvent: "pev",
  providerTransaction: "ptx",
  providerDifference: "pdf",
  savedCard: "crd",
  accountingEntry: "ace",
  accountingLine: "acl",
  journal: "jnl",
  posting: "pst",
  enrolment: "enr",
  move: "mov",
  question: "qst",
  answer: "ans",
  application: "app",
  seatBlock: "blk",
  grant: "grt",
  renewal: "rnw",
  accessEvent: "acc",
  certificate: "crt",
  waiting: "wtg",
  announcement: "ann",
  attendance: "atd",
  studentImport: "imp",
  ticket: "tkt",
  ticketMessage: "msg",
  attachment: "att",
  stateChange: "stc",
  outbox: "out",
  discrepancy: "dcp",
  request: "req",
  sandboxCheckout: "sbx",
  sandboxEvent: "sbe",
  sandboxRefund: "sbr",
} as const;

export type IdKind = keyof typeof PREFIXES;

/** Where ids and codes come from. Only a simulation, which must come out the same twice, brings a source of its own. */
export type IdSource = {
  /** Thirty-two hexadecimal digits that sort in the order in which they were made. */
  nextHex(kind: IdKind): string;
  draw(bytes: number): Buffer;
};

let ownSource: IdSource | undefined;

export function setIdSource(source: IdSource | undefined): void {
  ownSource = source;
}

const RANDOM_BYTES = 8;
const POOL_BYTES = 4096;
let pool = randomBytes(POOL_BYTES);
let used = 0;
let lastMs = 0;
let lastText = "";
let counter = 0;

/** Random bytes are drawn in one go: a call to the system for each id costs more than the rest of it. None is used twice. */
function draw(bytes: number): Buffer {
  if (used + bytes > POOL_BYTES) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  used += bytes;
  return pool.subarray(used - bytes, used);
}

/**
 * `createId("enrolment")` gives `enr_` and a UUIDv7 (RFC 9562) without dashes. Ids made by one process sort in the order they
 * were made: the twelve bits after the version count within a millisecond.
 */
export function createId(kind: IdKind): string {
  if (ownSource) return `${PREFIXES[kind]}_${ownSource.nextHex(kind)}`;
  const ms = createSystemClock().getTime();
  if (ms > lastMs || ++counter > 0xfff) {
    lastMs = Math.max(ms, lastMs + 1);
    lastText = `${lastMs.toString(16).padStart(12, "0")}7`;
    counter = 0;
  }
  const random = draw(RANDOM_BYTES).toString("hex");
  const variant = "89ab"[Number.parseInt(random[0] as string, 16) & 3];
  return `${PREFIXES[kind]}_${lastText}${counter.toString(16).padStart(3, "0")}${variant}${random.slice(1)}`;
}

/** Whether a text has the form of an id of this kind. Unknown ids and malformed ones get the same answer. */
export function isId(kind: IdKind, text: string): boolean {
  return new RegExp(`^${PREFIXES[kind]}_[0-9a-f]{32}$`).test(text);
}

/** Leaves out I, O, 0 and 1, which people mix up when they read aloud. */
const CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/** A code that people read aloud. Thirty-two letters, so every byte gives one without bias. */
export function createCode(length: number): string {
  let code = "";
  for (const byte of ownSource?.draw(length) ?? draw(length)) code += CODE_LETTERS[byte & 31];
  return code;
}

/** A secret for links, sessions and tokens: 256 bits, safe in a URL. */
export function createSecret(): string {
  return randomBytes(32).toString("base64url");
}
