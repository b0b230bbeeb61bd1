import { instantOf } from "#db/inspect.ts";
import { isProviderRefusal } from "#domain/payments/provider.ts";
import { message } from "#messages/message.ts";
import { toSaid } from "#messages/message-error.ts";
import { readEndpoint } from "#providers/stripe/endpoint.ts";
import { getFingerprint } from "#providers/stripe/fingerprint.ts";
import { type Check, type CheckContext, type CheckResult, resultsOf } from "../check.ts";

const { ok, warn, wrong } = resultsOf("stripe");

/** Whether Stripe tells the school what it needs to know, in the version of its API that this code was written for. */
export const stripe: Check = {
  name: "stripe",
  from: "quick",
  async run(context) {
    const { settings } = context;
    if (!settings.stripe || !settings.paymentProviders.includes("stripe")) return [];
    return [...(await checkEndpoint(context)), ...(await checkSecrets(context))];
  },
};

async function checkEndpoint({ settings }: CheckContext): Promise<CheckResult[]> {
  const url = `${settings.url}/webhooks/stripe`;
  try {
    const report = settings.stripe && (await readEndpoint(settings.stripe, url));
    if (!report) return [];
    const { isThere, isOn, version, missing, ours } = report;
    const mend = message("doctor.mend_stripe_endpoint", { url });
    if (!isThere || !isOn) return [warn(message("doctor.stripe_sends_nothing", { url }), { mend })];
    const found: CheckResult[] = [];
    if (version !== null) {
      const versionMend = message("doctor.mend_stripe_version", { ours });
      // "wrong", so that it stands among the health's reasons too: what is read of a message may stand elsewhere in that version.
      found.push(wrong(message("doctor.stripe_other_version", { theirs: version, ours }), { mend: versionMend }));
    }
    if (missing.length > 0) {
      found.push(warn(message("doctor.stripe_events_missing", { events: missing.join(", ") }), { mend }));
    }
    return found.length > 0 ? found : [ok(message("doctor.stripe_answers", { version: ours }))];
  } catch (error) {
    // A restricted key need not be allowed to ask.
    if (isProviderRefusal(error)) return [ok(message("doctor.stripe_may_not_look"))];
    return [warn(message("doctor.stripe_is_silent", { why: toSaid(error) || String(error) }))];
  }
}

/** Which of several signing secrets messages come with; one alone needs no word. */
async function checkSecrets({ settings, database }: CheckContext): Promise<CheckResult[]> {
  const fingerprints = (settings.stripe?.webhookSecrets ?? []).map(getFingerprint);
  if (!database || fingerprints.length < 2) return [];
  const uses: CheckResult[] = [];
  for (const fingerprint of fingerprints) {
    // A fingerprint is eight hexadecimal digits, made here.
    const text = `SELECT max(received_at) AS at FROM provider_events WHERE signed_with = '${fingerprint}'`;
    const at = instantOf((await database.ask(text))[0]?.at)?.toISOString();
    const words = at
      ? message("doctor.stripe_secret_used", { fingerprint, at })
      : message("doctor.stripe_secret_unused", { fingerprint });
    uses.push(ok(words, { id: fingerprint }));
  }
  return uses;
}
