/** What a form knows after it was sent: what went wrong and where, and what was typed, so that nothing has to be typed twice. */
export type FormState = {
  status: "idle" | "refused" | "done";
  /** A sentence for the whole form. */
  message?: string;
  /** The key of what was said, where it is a sentence of its own without values: for a page that is told by its address. */
  say?: string;
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

/** A mail server’s address holds its password. A post code is no secret. */
const SECRET_FIELD = /password|secret|token|(?<!post)code$|^SMTP_URL$/i;

/** What was typed into a form, field by field in its order, without what is secret and what Next sends along. */
function* textsIn(form: FormData): Generator<[name: string, value: string]> {
  for (const [name, value] of form) {
    if (typeof value === "string" && !name.startsWith("$ACTION") && !SECRET_FIELD.test(name)) yield [name, value];
  }
}

/** What was typed, by the field's name; of a name that was sent several times the last. */
export const typedIn = (form: FormData): Record<string, string> => Object.fromEntries(textsIn(form));

/** All values of the names that were sent several times, as boxes that share one are. */
export function listsIn(form: FormData): Record<string, string[]> {
  const all = new Map<string, string[]>();
  for (const [name, value] of textsIn(form)) all.set(name, [...(all.get(name) ?? []), value]);
  return Object.fromEntries([...all].filter(([, values]) => values.length > 1));
}
