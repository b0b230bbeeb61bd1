import { createHash } from "node:crypto";
import { z } from "zod";
import type { WriteCtx } from "#domain/kernel/command.ts";
import { createSecret } from "#domain/kernel/ids.ts";
import { isFirstTime } from "#domain/kernel/is-first-time.ts";

/** What a page gives a form along, so that two presses of one button are told apart from two forms that say the same. */
export const createFormToken = createSecret;

/** The field `once` of such a form. */
export const FormTokenInput = z.string().max(60).default("");

/**
 * Runs a verb unless the same form was sent before with the same words: by a second press, the back button or a browser that
 * sends again. Undefined then. It is remembered in the verb's own write, so what was refused may be sent again.
 */
export async function runOnce<T>(
  ctx: WriteCtx,
  { userId, mark, words }: { userId: string; mark: string; words: readonly string[] },
  verb: (ctx: WriteCtx) => Promise<T>,
): Promise<T | undefined> {
  if (mark !== "") {
    const key = createHash("sha256")
      .update(JSON.stringify([mark, words]))
      .digest("base64url");
    if (!(await isFirstTime(ctx, { actorId: userId, route: "form", key }))) return undefined;
  }
  return verb(ctx);
}
