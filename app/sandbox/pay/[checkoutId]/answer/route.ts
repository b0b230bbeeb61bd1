import { getTranslator } from "#components/messages/get-translator.ts";
import { z } from "zod";
import { readBody } from "#app/_http/body.ts";
import { checkOrigin } from "#app/_http/request.ts";
import { requireGateway } from "#app/sandbox/gateway.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { isProviderTrouble } from "#domain/payments/provider.ts";
import { findTestCard } from "#providers/sandbox/cards.ts";
import { answerBank, chargeCard, leaveCheckout } from "#providers/sandbox/charge.ts";
import { type Checkout, findCheckout } from "#providers/sandbox/checkouts.ts";
import type { Gateway } from "#providers/sandbox/gateway.ts";

const BYTES_MAX = 4 * 1024;

const Answer = z.object({
  step: z.enum(["pay", "confirm", "refuse", "leave"]),
  card: z.string().max(40).default(""),
});

type Params = { params: Promise<{ checkoutId: string }> };

/** Takes what the buyer pressed on the gateway's page, and sends them on: back to the school, or to the gateway's next page. */
export async function POST(request: Request, { params }: Params): Promise<Response> {
  const gateway = requireGateway();
  const { checkoutId } = await params;
  const page = `/sandbox/pay/${encodeURIComponent(checkoutId)}`;
  try {
    checkOrigin(request.headers);
    const form = new URLSearchParams(await readBody(request, BYTES_MAX));
    const answer = Answer.safeParse(Object.fromEntries(form));
    const checkout = await findCheckout(gateway, checkoutId);
    if (!checkout) return new Response(getTranslator()("sandbox.there_is_no_such_checkout"), { status: 404 });
    if (!answer.success) return seeOther(`${page}?problem=form`);
    return seeOther(await whereNext(gateway, checkout, answer.data, page));
  } catch (error) {
    if (isRefusal(error)) return new Response(getTranslator().format(error.said), { status: error.status });
    if (isProviderTrouble(error)) return seeOther(`${page}?problem=busy`);
    throw error;
  }
}

async function whereNext(
  gateway: Gateway,
  { id, returnUrl, cancelUrl }: Checkout,
  { step, card: number }: z.infer<typeof Answer>,
  page: string,
): Promise<string> {
  if (step === "leave") return (await leaveCheckout(gateway, id)) ? cancelUrl : returnUrl;
  if (step !== "pay") {
    await answerBank(gateway, id, step === "confirm");
    return returnUrl;
  }
  const card = findTestCard(number);
  if (!card) return `${page}?problem=card`;
  const charged = await chargeCard(gateway, id, card);
  if (!charged) return page;
  if (card.outcome === "confirm") return page;
  return card.outcome === "lost" ? `${page}?problem=lost` : returnUrl;
}

/** A form that was sent is followed by a page that may be reloaded without sending it again. */
function seeOther(location: string): Response {
  return new Response(null, { status: 303, headers: { location, "cache-control": "no-store" } });
}
