import { openBreaker } from "#db/breaker.ts";
import { traced } from "#db/tracer.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { isMailTrouble, type Letter, type MailSender, MailTrouble } from "#domain/mail/sender.ts";
import {
  isProviderRefusal,
  isProviderTrouble,
  type PaymentProvider,
  ProviderTrouble,
} from "#domain/payments/provider.ts";

/** One call of a payment service has tried three times already when it fails. */
const PAYMENT_FAILURES_MAX = 5;
const PAYMENT_REST_MS = 10 * SECOND_MS;
const MAIL_FAILURES_MAX = 3;
const MAIL_REST_MS = 30 * SECOND_MS;

/** A payment service that is not asked for a while when it does not answer, so that nobody waits for it in vain. */
export function withBreaker(provider: PaymentProvider): PaymentProvider {
  const { run } = openBreaker({
    name: `payments-${provider.name}`,
    counts: isSilence,
    failuresMax: PAYMENT_FAILURES_MAX,
    restMs: PAYMENT_REST_MS,
    refusal: () => new ProviderTrouble(`${provider.name} did not answer just now, so it is left alone for a moment`),
  });
  const call = <T>(what: string, ask: () => Promise<T>) =>
    traced(`${provider.name} ${what}`, { "matricula.provider": provider.name }, () => run(ask), { kind: "call" });
  const { cards, listBalanceTransactions: balance } = provider;
  return {
    ...provider,
    ...(cards && {
      cards: {
        charge: (request) => call("charge", () => cards.charge(request)),
        find: (request) => call("find", () => cards.find(request)),
        forget: (card) => call("forget", () => cards.forget(card)),
      },
    }),
    ...(balance && { listBalanceTransactions: (since) => call("balance", () => balance(since)) }),
    start: (request) => call("start", () => provider.start(request)),
    look: (reference) => call("look", () => provider.look(reference)),
    cancel: (reference) => call("cancel", () => provider.cancel(reference)),
    refund: (request) => call("refund", () => provider.refund(request)),
  };
}

/** Who says no to what was asked is there; who asks us to slow down is left alone. */
function isSilence(error: unknown): boolean {
  if (!isProviderTrouble(error) || isProviderRefusal(error)) return false;
  const { statusCode } = (error.cause ?? {}) as { statusCode?: unknown };
  return !(typeof statusCode === "number" && statusCode >= 400 && statusCode < 500 && statusCode !== 429);
}

/** A mail server that is not asked for a while when it takes nothing. */
export function withMailBreaker(sender: MailSender): MailSender {
  const { run, mayTry } = openBreaker({
    name: "mail",
    counts: (error) => isMailTrouble(error) && error.kind === "server",
    failuresMax: MAIL_FAILURES_MAX,
    restMs: MAIL_REST_MS,
    refusal: () => new MailTrouble("server", "the mail server took nothing just now, so it is left alone for a moment"),
  });
  return {
    send: (letter: Letter) =>
      traced("mail send", { "matricula.provider": "mail" }, () => run(() => sender.send(letter)), { kind: "call" }),
    close: () => sender.close(),
    isResting: () => !mayTry(),
  };
}
