import { cookies } from "next/headers";
import { getPageReadCtx } from "#app/_auth/viewer.ts";
import { createDoneCookie } from "#app/_forms/done-cookie.ts";
import type { DoneKey } from "#app/_forms/done-messages.ts";
import { getCheckout } from "#domain/checkout/get-checkout.ts";
import { syncPaymentById } from "#services/payments/sync-payment.ts";
import { readFromPrimary } from "#db/read-scope.ts";
import { runtime } from "#runtime";
import { config } from "#config/config.ts";

type Context = { params: Promise<{ code: string }> };

/**
 * Where the provider sends the buyer back to. It asks the provider how the payment stands, applies the answer by the same verb
 * as the webhook, and goes on: into the course when it is paid, to the links where it is for others, to the order after a later instalment or a fee, to the order when it is not yet.
 */
export async function GET(request: Request, { params }: Context): Promise<Response> {
  const { code } = await params;
  const asked = new URL(request.url).searchParams.get("payment");
  // The provider may have told another server of the payment a moment ago.
  readFromPrimary();
  const read = await getPageReadCtx();
  const before = await getCheckout(read, code);
  const attempt = before?.attempts.find(({ id }) => id === asked) ?? before?.attempts[0];
  // Of a cancelled order only a fee is paid, and it may be all that the order asks for in parts.
  const isFee = before?.state === "cancelled" && attempt?.firstInstalment != null;
  const isLaterPart = isFee || (attempt?.firstInstalment != null && attempt.firstInstalment > 1);
  if (before && attempt && (before.state !== "paid" || isLaterPart)) await syncPaymentById(attempt.id);
  const after = before && (await getCheckout(read, code));
  await runtime().database.notOlderThanNow({ isSeen: true });
  const slug = after?.lines[0]?.courseSlug;
  const paid = after?.state === "paid" && slug;
  // What is left of the fee of a cancelled order is paid as a later part.
  if (isLaterPart && (paid || after?.state === "cancelled")) {
    const page = `/orders/${after.code}`;
    if (after.attempts.find(({ id }) => id === attempt.id)?.state === "settled") await thankAt(page);
    return go(page);
  }
  if (paid && after.isForOthers) return go(`/orders/${after.code}/places`);
  return go(paid ? `/learning/${slug}?welcome=${after.code}` : `/checkout/${encodeURIComponent(code)}`);
}

/** The course says it by itself where a place was paid; the page of the order is told to. */
async function thankAt(path: string): Promise<void> {
  (await cookies()).set(createDoneCookie("part-paid" satisfies DoneKey, path));
}

function go(path: string): Response {
  return new Response(null, {
    status: 303,
    headers: { Location: `${config().url}${path}`, "Cache-Control": "no-store" },
  });
}
