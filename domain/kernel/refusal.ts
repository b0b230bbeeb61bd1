import { message, sourceText, type Message, type Said } from "#messages/message.ts";

/**
 * Everything the domain says no to, with the status an API answers; the message `refusals.<code>` is what a person reads. Add a
 * code here first; a test proves that each one is refused somewhere.
 */
export const REFUSALS = {
  body_not_json: { status: 400 },
  idempotency_key_missing: { status: 400 },
  not_signed_in: { status: 401 },
  token_refused: { status: 401 },
  wrong_credentials: { status: 401 },
  wrong_code: { status: 401 },
  code_expired: { status: 401 },
  sign_in_not_recent: { status: 403 },
  forbidden: { status: 403 },
  origin_refused: { status: 403 },
  scope_missing: { status: 403 },
  demo_only: { status: 403 },
  not_found: { status: 404 },
  method_not_allowed: { status: 405 },
  too_slow: { status: 408 },
  wrong_state: { status: 409 },
  cohort_full: { status: 409 },
  enrolment_not_open: { status: 409 },
  enrolment_closed: { status: 409 },
  already_enrolled: { status: 409 },
  not_renewable: { status: 409 },
  order_not_payable: { status: 409 },
  order_expired: { status: 409 },
  amount_mismatch: { status: 409 },
  refund_too_large: { status: 409 },
  waiting_list_off: { status: 409 },
  already_waiting: { status: 409 },
  already_applied: { status: 409 },
  approval_needed: { status: 409 },
  block_code_refused: { status: 422 },
  coupon_refused: { status: 422 },
  coupon_code_taken: { status: 409 },
  price_changed: { status: 409 },
  prerequisite_missing: { status: 409 },
  mail_domain_refused: { status: 409 },
  age_not_met: { status: 409 },
  seats_left: { status: 409 },
  slug_taken: { status: 409 },
  seats_below_taken: { status: 409 },
  cohort_in_use: { status: 409 },
  meeting_in_use: { status: 409 },
  course_not_ready: { status: 409 },
  course_not_draft: { status: 409 },
  course_in_use: { status: 409 },
  nobody_to_write_to: { status: 409 },
  address_not_confirmed: { status: 409 },
  email_taken: { status: 409 },
  identity_taken: { status: 409 },
  last_way_in: { status: 409 },
  last_owner: { status: 409 },
  ticket_closed: { status: 409 },
  request_in_flight: { status: 409 },
  file_too_large: { status: 413 },
  upload_quota: { status: 413 },
  body_too_large: { status: 413 },
  address_too_long: { status: 414 },
  content_type_refused: { status: 415 },
  file_type_refused: { status: 415 },
  file_infected: { status: 422 },
  invalid_input: { status: 422 },
  not_printable: { status: 422 },
  answers_refused: { status: 422 },
  password_too_short: { status: 422 },
  password_too_common: { status: 422 },
  idempotency_mismatch: { status: 422 },
  rate_limited: { status: 429 },
  provider_unavailable: { status: 503 },
  payment_refused: { status: 422 },
  too_many_holds: { status: 409 },
  payments_off: { status: 503 },
  scanner_unavailable: { status: 503 },
  overloaded: { status: 503 },
  storage: { status: 503 },
} as const satisfies Record<string, { status: number }>;

export type RefusalCode = keyof typeof REFUSALS;

/** What a code says, unless a rule says it more exactly. */
export const isRefusalCode = (text: string): text is RefusalCode => Object.hasOwn(REFUSALS, text);

export const getRefusalMessage = (code: RefusalCode): Message => ({ key: `refusals.${code}` });

export type RefusalDetail = {
  /** What to say beside which field, by the field's name. */
  fields?: Record<string, Said>;
  /** Said instead of the code's message. */
  words?: Said;
  retryAfterSeconds?: number;
  /** The policy's action that was refused, for whoever watches over the school. */
  denied?: string;
  /** What led to it, for the log alone. */
  cause?: unknown;
};

const BRAND = Symbol.for("matricula.refusal");

/**
 * Thrown to say no and undo everything. Whoever talks to the person formats `said` and the fields in that person's language;
 * `message` is the English of it, for the log and for tests. Recognised by its brand: Next evaluates one module several times in
 * a process.
 */
export class Refusal extends Error {
  readonly [BRAND] = true;
  readonly code: RefusalCode;
  readonly detail: RefusalDetail;
  readonly said: Said;
  constructor(code: RefusalCode, detail: RefusalDetail = {}) {
    const said = code === "rate_limited" ? withWait(detail) : detail.words;
    super(sourceText(said ?? getRefusalMessage(code)), { cause: detail.cause });
    this.name = "Refusal";
    this.code = code;
    this.detail = detail;
    this.said = said ?? getRefusalMessage(code);
  }
  get status(): number {
    return REFUSALS[this.code].status;
  }
}

/** Whoever must wait is told how long, wherever they are told: on a page, in an answer of the API, in a calendar. */
function withWait(detail: RefusalDetail): Said | undefined {
  const { retryAfterSeconds, words = message("refusals.too_many_tries") } = detail;
  if (retryAfterSeconds === undefined) return detail.words;
  return message("refusals.with_wait", { words, wait: waitMessage(retryAfterSeconds) });
}

/** `Try again in 12 minutes.`, never sooner than it is true. */
function waitMessage(seconds: number): Message {
  if (seconds <= 90) return message("refusals.wait_seconds", { seconds: Math.max(1, Math.ceil(seconds)) });
  const minutes = Math.ceil(seconds / 60);
  if (minutes <= 90) return message("refusals.wait_minutes", { minutes });
  return message("refusals.wait_hours", { hours: Math.ceil(minutes / 60) });
}

export function isRefusal(error: unknown): error is Refusal {
  return typeof error === "object" && error !== null && BRAND in error;
}
