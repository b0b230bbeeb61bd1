import type { BreakerView } from "#db/breaker.ts";
import type { ReasonInput } from "./state.ts";
import { message } from "#messages/message.ts";

const MAIL: Pick<ReasonInput, "words" | "mend"> = {
  words: message("health.mail_server_refuses"),
  mend: message("health.mend_mail_server"),
};

/** One reason for each provider that is left alone just now. The database's own breaker is told by the storage's state. */
export function getBreakerReasons(views: readonly BreakerView[]): ReasonInput[] {
  return views.flatMap(({ name, state }) => {
    if (state === "closed") return [];
    if (name === "mail") return [{ code: "provider_mail", ...MAIL }];
    const provider = /^payments-(.+)$/.exec(name)?.[1];
    if (!provider) return [];
    const words = message("health.payment_service_does_not_answer", { provider });
    const mend = message("health.mend_payment_service");
    return [{ code: `provider_${provider}`, words, mend }];
  });
}
