import { discoverIssuer, isSameIssuer } from "#providers/oidc-issuer.ts";
import { type Check, resultsOf } from "../check.ts";

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
      const mend =
        "set AUTH_OIDC_ISSUER to what stands before /.well-known/openid-configuration, and see that this machine reaches it";
      const words = `AUTH_OIDC_ISSUER ${issuer} does not answer as an OpenID provider: ${error instanceof Error ? error.message : String(error)}.`;
      return [warn(words, { mend })];
    }
    if (!isSameIssuer(said.issuer, issuer)) {
      const words = `AUTH_OIDC_ISSUER is ${issuer}, but what answers there calls itself ${said.issuer}: nobody can sign in with it.`;
      return [wrong(words, { mend: `set AUTH_OIDC_ISSUER=${said.issuer}` })];
    }
    const missing = (["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"] as const).filter(
      (name) => !said[name],
    );
    if (missing.length > 0)
      return [wrong(`${said.issuer} does not say where it is to be asked: ${missing.join(", ")}.`)];
    if (!trustsEmail && said.claims_supported && !said.claims_supported.includes("email_verified")) {
      const words = `${said.issuer} does not say whether a person's e-mail address is confirmed (claim email_verified), so nobody new can sign in with it.`;
      const mend = "if only your school decides which address somebody has there, set AUTH_OIDC_TRUST_EMAIL=yes";
      return [warn(words, { mend })];
    }
    return [ok(`${said.issuer} answers as an OpenID provider.`)];
  },
};
