import { and, eq, or, sql } from "drizzle-orm";
import { perClient } from "#db/prepared.ts";
import { payments } from "#db/schema/index.ts";
import type { Reader } from "#db/types.ts";
import type { ProviderName } from "#db/enums.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

const p = sql.placeholder;

const queries = perClient((read: Reader) => ({
  find: read
    .select({ id: payments.id, reference: payments.reference })
    .from(payments)
    .where(
      and(
        eq(payments.provider, p("provider")),
        or(eq(payments.reference, p("reference")), eq(payments.id, p("paymentId"))),
      ),
    )
    .limit(1)
    .prepare(),
}));

/**
 * The payment that a provider's message speaks of: by the provider's reference, or by our id when the message carries it.
 * Undefined when the provider has no such payment.
 */
export async function findPayment(
  ctx: ReadCtx,
  provider: ProviderName,
  named: { reference: string | null; paymentId: string | null },
): Promise<{ id: string; reference: string | null } | undefined> {
  authorize(ctx, "payment.settle", {});
  const { reference, paymentId } = named;
  const [found] = await queries(ctx.read).find.execute({
    provider,
    reference: reference ?? "",
    paymentId: paymentId ?? "",
  });
  return found;
}
