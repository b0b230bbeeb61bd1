import { eq } from "drizzle-orm";
import type { Role } from "#db/enums.ts";
import { users } from "#db/schema/index.ts";
import type { Message } from "#messages/message.ts";
import type { StepCtx } from "../kernel/command.ts";
import type { Money } from "../kernel/money.ts";
import { createId } from "../kernel/ids.ts";
import { enqueueMail } from "../kernel/enqueue-mail.ts";

/** What was done in or to an account that its person should know of, in case it was not they, and what a mail names of it. */
export type SecurityNotice =
  | { event: "new_device"; device: Message; address: string }
  | { event: "token_created"; token: string; scopes: readonly string[] }
  | { event: "calendar_link_created" }
  | { event: "roles_changed"; roles: readonly Role[] }
  | { event: "large_refund"; amount: Money; order: string }
  | { event: "refund_account_given"; account: string; order: string };

/** Tells a person by mail. */
export async function notifyPerson(ctx: StepCtx, userId: string, notice: SecurityNotice): Promise<void> {
  const [person] = await ctx.tx
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(eq(users.id, userId));
  if (!person) return;
  const payload = { name: person.name, ...notice };
  await enqueueMail(ctx, { kind: "security_notice", to: person.email, payload, dedupeKey: createId("outbox") });
}
