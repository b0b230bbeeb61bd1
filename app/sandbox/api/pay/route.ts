import { getTranslator } from "#components/messages/get-translator.ts";
import { z } from "zod";
import { readBody } from "#app/_http/body.ts";
import { allowMethods } from "#app/_http/methods.ts";
import { checkOrigin } from "#app/_http/request.ts";
import { requireGateway } from "#app/sandbox/gateway.ts";
import { isRefusal } from "#domain/kernel/refusal.ts";
import { isProviderTrouble } from "#domain/payments/provider.ts";
import { findTestCard, type TestCard } from "#providers/sandbox/cards.ts";
import { answerBank, chargeCard } from "#providers/sandbox/charge.ts";
import { type Checkout, findCheckoutOfPayment, getStateAt } from "#providers/sandbox/checkouts.ts";
import type { Gateway } from "#providers/sandbox/gateway.ts";

const BYTES_MAX = 4 * 1024;

const Pay = z.strictObject({
  paymentId: z.string().min(1).max(100),
  card: z.string().min(1).max(40),
  /** Answers the bank's question after a card that needs confirmation: true confirms, false refuses. */
  confirm: z.boolean().optional(),
});

/** Pays a checkout as its page would: `{ paymentId, card }` gives `{ state, returnUrl }`. Only a demo school has it. */
export async function POST(request: Request): Promise<Response> {
  const t = getTranslator();
  const gateway = requireGateway();
  try {
    if (request.headers.has("cookie")) checkOrigin(request.headers);
    const asked = Pay.safeParse(jsonOf(await readBody(request, BYTES_MAX)));
    if (!asked.success) return problem(422, "invalid_input", z.prettifyError(asked.error));
    const card = findTestCard(asked.data.card);
    if (!card) return problem(422, "unknown_card", t("sandbox.unknown_card"));
    const checkout = await findCheckoutOfPayment(gateway, asked.data.paymentId);
    if (!checkout) return problem(404, "not_found", t("sandbox.no_checkout_of_payment"));
    return await pay(gateway, checkout, card, asked.data.confirm);
  } catch (error) {
    if (isRefusal(error)) return problem(error.status, error.code, getTranslator().format(error.said));
    if (isProviderTrouble(error)) return problem(503, "overloaded", error.message, { "retry-after": "2" });
    throw error;
  }
}

export const { GET, HEAD, OPTIONS, PUT, PATCH, DELETE } = allowMethods("POST");

async function pay(gateway: Gateway, before: Checkout, card: TestCard, confirm?: boolean): Promise<Response> {
  const t = getTranslator();
  const charged = await chargeCard(gateway, before.id, card);
  if (charged && card.outcome === "lost") {
    return problem(502, "connection_lost", t("sandbox.the_connection_broke"));
  }
  const confirmed = confirm === undefined ? undefined : await answerBank(gateway, before.id, confirm);
  const checkout = confirmed ?? charged ?? before;
  const state = getStateAt(checkout, gateway.clock());
  return Response.json({ state, returnUrl: checkout.returnUrl }, { headers: { "cache-control": "no-store" } });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problem(status: number, code: string, detail: string, headers: Record<string, string> = {}): Response {
  const type = { "content-type": "application/problem+json", "cache-control": "no-store" };
  return Response.json({ status, code, detail }, { status, headers: { ...type, ...headers } });
}
