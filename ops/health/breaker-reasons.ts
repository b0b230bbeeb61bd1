import type { BreakerView } from "#db/breaker.ts";
import type { ReasonInput } from "./state.ts";

const MAIL: Pick<ReasonInput, "words" | "mend"> = {
  words: "The mail server takes nothing from the school, so mails wait.",
  mend: "Look at the mail server and at SMTP_URL. What waits is sent by itself once it answers; nothing is lost.",
};

/** One reason for each provider that is left alone just now. The database's own breaker is told by the storage's state. */
export function getBreakerReasons(views: readonly BreakerView[]): ReasonInput[] {
  return views.flatMap(({ name, state }) => {
    if (state === "closed") return [];
    if (name === "mail") return [{ code: "provider_mail", ...MAIL }];
    const provider = /^payments-(.+)$/.exec(name)?.[1];
    if (!provider) return [];
    const words = `The payment service ${provider} does not answer, so nobody can pay by it just now.`;
    const mend = "Look at its own status page. The school asks again by itself every few seconds.";
    return [{ code: `provider_${provider}`, words, mend }];
  });
}
