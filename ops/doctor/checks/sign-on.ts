import { toSaid } from "#messages/message-error.ts";
import { discoverIssuer, isSameIssuer } from "#providers/oidc-issuer.ts";
import { type Check, resultsOf } from "../check.ts";
import { message } from "#messages/message.ts";

/** Whether the OpenID provider that people sign in with answers by the name that is set, and says what is needed of them. */
export const signOn: Check = {
  name: "sign-on",
  from: "quick",
  async run({ settings }) {
    const { oidc } = settings.oauth;
    if (!oidc) return [];
    const { ok, warn, wrong } = resultsOf("sign-on");
    const { issuer, trustsEmail } = oidc;
    let said;
    try {
      said = await discoverIssuer(issuer);
    } catch (error) {
      const mend = message("doctor.mend_issuer_does_not_answer");
      const words = message("doctor.issuer_does_not_answer", {
        issuer,
        why: toSaid(error),
      });
      return [warn(words, { mend })];
    }
    if (!isSameIssuer(said.issuer, issuer)) {
      const words = message("doctor.issuer_has_another_name", { issuer, name: said.issuer });
      return [wrong(words, { mend: message("doctor.mend_issuer_has_another_name", { issuer: said.issuer }) })];
    }
    const missing = (["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"] as const).filter(
      (name) => !said[name],
    );
    if (missing.length > 0)
      return [wrong(message("doctor.issuer_lacks_addresses", { issuer: said.issuer, missing: missing.join(", ") }))];
    if (!trustsEmail && said.claims_supported && !said.claims_supported.includes("email_verified")) {
      const words = message("doctor.issuer_confirms_no_email", { issuer: said.issuer });
      const mend = message("doctor.mend_issuer_confirms_no_email");
      return [warn(words, { mend })];
    }
    return [ok(message("doctor.issuer_answers", { issuer: said.issuer }))];
  },
};
