/**
 * Everything the domain says no to, with the words a person reads and the status an API answers. Add a code here first;
 * a test proves that each one is refused somewhere.
 */
export const REFUSALS = {
  body_not_json: { status: 400, words: "The body is not JSON." },
  idempotency_key_missing: {
    status: 400,
    words: "Send an Idempotency-Key of at most 255 characters, so that a request that is repeated is done once.",
  },
  not_signed_in: { status: 401, words: "Please sign in first." },
  token_refused: { status: 401, words: "This token is not known, has ended or was revoked." },
  wrong_credentials: { status: 401, words: "That address and password do not go together." },
  wrong_code: { status: 401, words: "That code is not right, or it has already been used." },
  code_expired: { status: 401, words: "That code has expired. Ask for a new one." },
  sign_in_not_recent: { status: 403, words: "Type your password, or sign in again, so that we know it is you." },
  forbidden: { status: 403, words: "You may not do this." },
  origin_refused: { status: 403, words: "This form was sent from another site, so nothing was done." },
  scope_missing: { status: 403, words: "This token may not do that." },
  demo_only: { status: 403, words: "This works in a demo school only." },
  not_found: { status: 404, words: "There is nothing here, or it is not yours to see." },
  method_not_allowed: { status: 405, words: "There is something here, but not under this method." },
  too_slow: { status: 408, words: "The body took too long to arrive." },
  wrong_state: { status: 409, words: "That has changed in the meantime. Look again before you try once more." },
  cohort_full: { status: 409, words: "Every seat is taken." },
  enrolment_not_open: { status: 409, words: "Enrolment has not opened yet." },
  enrolment_closed: { status: 409, words: "Enrolment has closed." },
  already_enrolled: { status: 409, words: "You already have a place here." },
  order_not_payable: { status: 409, words: "This order can no longer be paid." },
  order_expired: { status: 409, words: "The time to pay has run out and the seat was given back." },
  amount_mismatch: { status: 409, words: "The amount does not match what we asked for." },
  refund_too_large: { status: 409, words: "That is more than was paid." },
  waiting_list_off: { status: 409, words: "There is no waiting list here." },
  already_waiting: { status: 409, words: "You are already on the waiting list." },
  seats_left: { status: 409, words: "There are seats left, so you can enrol at once." },
  slug_taken: { status: 409, words: "Another course already has this address." },
  seats_below_taken: { status: 409, words: "More seats than that are already taken or held." },
  cohort_in_use: {
    status: 409,
    words: "Somebody has a place or a held seat here. Move or cancel them first.",
  },
  course_not_ready: { status: 409, words: "The course needs a title and a summary before it can be published." },
  address_not_confirmed: {
    status: 409,
    words: "Nobody has confirmed this address yet. Invite them instead: the role comes with the link in the mail.",
  },
  email_taken: { status: 409, words: "Somebody already has this address." },
  identity_taken: { status: 409, words: "That account elsewhere opens somebody else's account here." },
  last_way_in: { status: 409, words: "That is your only way to sign in. Choose a password first." },
  last_owner: { status: 409, words: "A school needs an owner. Make somebody else an owner first." },
  ticket_closed: {
    status: 409,
    words: "This conversation is closed. Open a new one and we will see the old one beside it.",
  },
  request_in_flight: { status: 409, words: "The same request is still being answered." },
  file_too_large: { status: 413, words: "The file is too large." },
  upload_quota: { status: 413, words: "That is more than one person can send here in all." },
  body_too_large: { status: 413, words: "That is more than we can take at once." },
  address_too_long: { status: 414, words: "This address asks for more than there is." },
  content_type_refused: { status: 415, words: "Send the body as application/json." },
  file_type_refused: { status: 415, words: "We do not take files of this kind." },
  file_infected: { status: 422, words: "The file holds a virus, so it was not taken." },
  invalid_input: { status: 422, words: "Something in the form is not right." },
  password_too_short: { status: 422, words: "The password is too short." },
  password_too_common: { status: 422, words: "That password is one of the first that would be tried. Choose another." },
  idempotency_mismatch: { status: 422, words: "This Idempotency-Key was used for another request." },
  rate_limited: { status: 429, words: "Too many tries. Wait a little and try again." },
  provider_unavailable: {
    status: 503,
    words: "The payment service does not answer. Nothing was charged; try again in a moment.",
  },
  payment_refused: {
    status: 422,
    words:
      "The payment service cannot take this payment, and trying again will not help. Nothing was charged. Choose another way to pay, or write to us.",
  },
  too_many_holds: {
    status: 409,
    words:
      "You hold other seats already while their transfers are on the way. Pay or cancel one of those orders first, or choose another way to pay.",
  },
  payments_off: {
    status: 503,
    words: "The school takes no payments just now: somebody must look at its books first. Nothing was charged.",
  },
  scanner_unavailable: {
    status: 503,
    words: "Files cannot be checked for viruses just now, so none is taken. Try again in a few minutes.",
  },
  overloaded: { status: 503, words: "The school is very busy just now. Nothing was lost; try again in a moment." },
  storage: {
    status: 503,
    words: "The school cannot save anything just now. What you had done before is safe; try again in a minute.",
  },
} as const satisfies Record<string, { status: number; words: string }>;

export type RefusalCode = keyof typeof REFUSALS;

export type RefusalDetail = {
  /** What to say beside which field, by the field's name. */
  fields?: Record<string, string>;
  /** Said instead of the table's words, for a person. */
  words?: string;
  retryAfterSeconds?: number;
  /** The policy's action that was refused, for whoever watches over the school. */
  denied?: string;
  /** What led to it, for the log alone. */
  cause?: unknown;
};

const BRAND = Symbol.for("matricula.refusal");

/** Thrown to say no and undo everything. Recognised by its brand: Next evaluates one module several times in a process. */
export class Refusal extends Error {
  readonly [BRAND] = true;
  readonly code: RefusalCode;
  readonly detail: RefusalDetail;
  constructor(code: RefusalCode, detail: RefusalDetail = {}) {
    const said = code === "rate_limited" ? withWait(detail) : detail;
    super(said.words ?? REFUSALS[code].words, { cause: detail.cause });
    this.name = "Refusal";
    this.code = code;
    this.detail = said;
  }
  get status(): number {
    return REFUSALS[this.code].status;
  }
}

/** Whoever must wait is told how long, wherever they are told: on a page, in an answer of the API, in a calendar. */
function withWait(detail: RefusalDetail): RefusalDetail {
  const { retryAfterSeconds, words = "Too many tries." } = detail;
  if (retryAfterSeconds === undefined) return detail;
  return { ...detail, words: `${words} Try again ${waitInWords(retryAfterSeconds)}.`.trim() };
}

/** `in 12 minutes`, never sooner than it is true. */
function waitInWords(seconds: number): string {
  if (seconds <= 90) return seconds <= 1 ? "in a second" : `in ${Math.ceil(seconds)} seconds`;
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 90) return `in ${minutes} minutes`;
  return `in ${Math.ceil(minutes / 60)} hours`;
}

export function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && BRAND in error;
}
