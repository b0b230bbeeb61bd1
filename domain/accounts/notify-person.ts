import { eq } from "drizzle-orm";
import { users } from "#db/schema/index.ts";
import type { StepCtx } from "../kernel/command.ts";
import { createId } from "../kernel/ids.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";

/** What was done in or to an account that its person should know of, in case it was not they. */
export type SecurityEvent =
  | "new_device"
  | "token_created"
  | "calendar_link_created"
  | "roles_changed"
  | "large_refund"
  | "refund_account_given";

/** Tells a person by mail. `detail` is what the mail names: the device, the token, the roles, the amount. */
export async function notifyPerson(ctx: StepCtx, userId: string, event: SecurityEvent, detail: string): Promise<void> {
  const [person] = await ctx.tx
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, userId));
  if (!person) return;
  const payload = { name: person.name, event, detail };
  await enqueueMail(ctx, { kind: "security_notice", to: person.email, payload, dedupeKey: createId("outbox") });
}
