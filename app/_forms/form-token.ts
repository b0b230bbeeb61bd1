import { createHash } from "node:crypto";
import { z } from "zod";
import { DAY_MS } from "#domain/kernel/clock.ts";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { createSecret } from "#domain/kernel/ids.ts";
import { countAttempt } from "#domain/kernel/count-attempt.ts";

/** What a page gives a form along, so that two presses of one button are told apart from two forms that say the same. */
export const createFormToken = createSecret;

/** The field `once` of such a form. */
export const FormTokenInput = z.string().max(60).default("");

/**
 * Runs a verb unless the same form was sent before with the same words: by a second press, the back button or a browser that
 * sends again. Undefined then. It is counted in the verb's own write, so what was refused may be sent again.
 */
export async function runOnce<T>(
  ctx: WriteCtx,
  form: { userId: string; mark: string; words: readonly string[] },
  verb: (ctx: WriteCtx) => Promise<T>,
): Promise<T | undefined> {
  if (form.mark !== "") {
    const said = createHash("sha256").update(JSON.stringify(form)).digest("base64url");
    const { allowed } = await countAttempt(ctx, `once:${said}`, { max: 1, windowMs: DAY_MS });
    if (!allowed) return undefined;
  }
  return verb(ctx);
}
