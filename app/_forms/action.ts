import type { WriteOptions } from "#db/types.ts";
import { refresh } from "next/cache";
import { headers } from "next/headers";
import { redirect, unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { config } from "#config/config.ts";
import type { Viewer } from "#domain/accounts/sessions.ts";
import { toActor } from "#domain/accounts/sessions.ts";
import { type Actor, visitor } from "#domain/kernel/actor.ts";
import type { ReadCtx, WriteCtx } from "#domain/kernel/command.ts";
import { explainIssue } from "#domain/kernel/explain-issue.ts";
import { getAddressSource } from "#domain/kernel/networks.ts";
import { isRefusal, Refusal } from "#domain/kernel/refusal.ts";
import { limit, reading, write } from "#runtime";
import { type FormState, listsIn, typedIn } from "#components/forms/form-state.ts";
import { explainError, explainFields } from "./explain-error.ts";
import { listAllIssues, readRightFields } from "./all-issues.ts";
import { askFieldRules, type FieldRule } from "./field-rules.ts";
import { readFormFields } from "./form-fields.ts";
import { recordActionStart } from "../_http/malformed-actions.ts";
import { checkOrigin, toRequestFacts, type RequestFacts } from "../_http/request.ts";
import { getRefererPath, getErrorPath } from "../_http/error-path.ts";
import { getViewer } from "../_auth/viewer.ts";

/** What the body of an action gets: who asks, and the ways to read and to write as them. */
export type Command = RequestFacts & {
  viewer: Viewer | undefined;
  actor: Actor;
  read: ReadCtx;
  write<T>(verb: (ctx: WriteCtx) => Promise<T>, options?: WriteOptions): Promise<T>;
  /** The uploads and repeated fields that the schema does not see. */
  form: FormData;
};

/** What a form says once it was sent. `keep`: it is not done with yet, and what was typed stays. */
type Shown = string | { message: string; keep: true };

/** Every action may be sent this often by one person or, without a sign-in, from one address. */
const PER_MINUTE = { max: 120, windowMs: 60_000 };

/**
 * Makes a form's action: resolves the viewer, checks origin and rate, parses with zod, runs `run`, and turns a refusal into
 * form state. Next's own control flow (redirect, notFound) goes on; anything else is logged under a request id, and the
 * person gets a message fit for a stranger. `run` says what to show when it does not redirect. `rules` are those of the domain
 * that name a field: they are asked along whenever something else is refused, so that nobody mends a form in two rounds.
 */
export function action<Schema extends z.ZodType>(
  schema: Schema,
  run: (command: Command, input: z.output<Schema>) => Promise<Shown | void>,
  rules: readonly FieldRule<z.output<Schema>>[] = [],
): (state: FormState, form: FormData) => Promise<FormState> {
  return async (state, form) => {
    const sent = await headers();
    const facts = toRequestFacts(sent);
    const turn = state.turn + 1;
    const values = typedIn(form);
    const lists = listsIn(form);
    let actor: Actor = visitor;
    let askRules = async (): Promise<Record<string, string>> => ({});
    // From here on the form could be read, and what breaks is not its sender's doing.
    recordActionStart(facts.requestId);
    try {
      checkOrigin(sent);
      const who = await getViewer();
      actor = toActor(who);
      const as = { actor, requestId: facts.requestId };
      await limit(as, `action:${who?.userId ?? getAddressSource(facts.address)}`, PER_MINUTE);
      // Bytes are kept before the verb that takes them is asked, so a stranger's never come that far.
      if (!who && carriesFile(form)) throw new Refusal("not_signed_in");
      const command: Command = {
        ...facts,
        viewer: who,
        actor,
        form,
        read: reading(actor),
        write: (verb, options) => write(as, verb, options),
      };
      const fields = readFormFields(form);
      askRules = () => askFieldRules(rules, command, readRightFields(schema, fields) as Partial<z.output<Schema>>);
      const input = schema.safeParse(fields, { error: explainIssue });
      if (!input.success) {
        const refused = explainFields(listAllIssues(schema, fields, input.error));
        return { ...refused, fields: { ...(await askRules()), ...refused.fields }, values, lists, turn };
      }
      const shown = await run(command, input.data);
      const { message, keep } = typeof shown === "object" ? shown : { message: shown, keep: false };
      const typed = keep ? { values, lists } : { values: {} };
      return { status: "done", ...(message ? { message } : {}), fields: {}, ...typed, turn };
    } catch (error) {
      unstable_rethrow(error);
      // Who is told what was saved meanwhile has seen it, and the form says so when it is sent again.
      if (isAboutSeen(form) && isRefusal(error) && SEEN_CHANGED.includes(error.code)) refresh();
      // The page may be as old as the sign-in: it learns whether the password is asked for still.
      if (isRefusal(error) && (error.code === "sign_in_not_recent" || form.has("confirmPassword"))) refresh();
      const refused = explainError(error, facts.requestId, { address: facts.address, actor, email: values.email });
      const more = Object.keys(refused.fields).length > 0 ? await askRules().catch(() => ({})) : {};
      return {
        ...refused,
        fields: { ...more, ...refused.fields },
        values,
        lists,
        turn,
      };
    }
  };
}

/** What a form is refused with when what its page showed is not so any more. */
const SEEN_CHANGED = ["wrong_state", "amount_mismatch"];

/** Whether a form sends along what its reader saw: an amount, a state, or that of each line. */
const isAboutSeen = (form: FormData) => form.has("terms") || [...form.keys()].some((name) => /^seen(-|$)/.test(name));

/** As `action`, for a form whose page has no place for a message: what is refused leads to the page that says so. */
export function plainAction<Schema extends z.ZodType>(
  schema: Schema,
  run: (command: Command, input: z.output<Schema>) => Promise<void>,
): (form: FormData) => Promise<void> {
  const checked = action(schema, run);
  return async (form) => {
    const state = await checked({ status: "idle", fields: {}, values: {}, turn: 0 }, form);
    if (state.status !== "refused") return;
    const back = getRefererPath((await headers()).get("referer"), config().url);
    redirect(
      getErrorPath({
        why: state.code ?? "broken",
        say: state.say,
        number: state.requestId,
        back,
        wait: state.retryAfterSeconds,
      }),
    );
  };
}

function carriesFile(form: FormData): boolean {
  return [...form.values()].some((value) => typeof value !== "string" && value.size > 0);
}
