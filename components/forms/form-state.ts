/** What a form knows after it was sent: what went wrong and where, and what was typed, so that nothing has to be typed twice. */
export type FormState = {
  status: "idle" | "refused" | "done";
  /** A sentence for the whole form. */
  message?: string;
  /** The refusal's code, for the page to offer what helps (a waiting list when the course is full). */
  code?: string;
  /** A sentence beside a field, by the field's name. */
  fields: Record<string, string>;
  /** What was typed, by the field's name; never a password. */
  values: Record<string, string>;
  /** What was sent more than once under one name: the boxes that were ticked. */
  lists?: Record<string, string[]>;
  /** Quoted to the school when something broke. */
  requestId?: string;
  /** How long to wait, when that is why it was refused. */
  retryAfterSeconds?: number;
  /** Counts the submissions, so that a page can tell a second refusal from the first. */
  turn: number;
};

export const idle: FormState = { status: "idle", fields: {}, values: {}, turn: 0 };
