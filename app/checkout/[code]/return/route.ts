import { eq } from "drizzle-orm";
import { payments } from "#db/schema/index.ts";
import { newId } from "#domain/kernel/ids.ts";
import { isProviderTrouble } from "#domain/payments/provider.ts";
import { pageRead } from "#app/_edge/viewer.ts";
import { getCheckout } from "#domain/orders/checkout-view.ts";
import { requestLog } from "#ops/log.ts";
import { lookAfterPayment } from "#ops/payments/look-after-payment.ts";
import { config } from "#config";
import { runtime } from "#runtime";

type Context = { params: Promise<{ code: string }> };

/**
 * Where the provider sends the buyer back to. It asks the provider how the payment stands, applies the answer by the same verb
 * as the webhook, and goes on: into the course when it is paid, to the order when it is not yet.
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { code } = await params;
  const asked = new URL(request.url).searchParams.get("payment");
  const read = await pageRead();
  const before = await getCheckout(read, code);
  const attempt = before?.attempts.find(({ id }) => id === asked) ?? before?.attempts[0];
  if (before && attempt && before.state !== "paid") await askProvider(attempt.id);
  const after = before && (await getCheckout(read, code));
  const slug = after?.lines[0]?.courseSlug;
  const paid = after?.state === "paid" && slug;
  return go(paid ? `/learning/${slug}?welcome=${after.code}` : `/checkout/${encodeURIComponent(code)}`);
}

async function askProvider(paymentId: string) {
  const { database } = runtime();
  const [payment] = await database.read.select().from(payments).where(eq(payments.id, paymentId));
  if (!payment) return;
  try {
    await lookAfterPayment(payment, "return-page");
  } catch (error) {
    // The webhook or the job will bring the answer; the buyer sees that we wait for it.
    if (!isProviderTrouble(error)) throw error;
    requestLog(newId("request")).warn({ err: error, paymentId }, "the provider did not answer on the way back");
  }
}

function go(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: `${config().url}${path}`, "Cache-Control": "no-store" },
  });
}
