import { createHash, createSign, generateKeyPairSync, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A person as Google, or a school's own sign-on, states them in an ID token. */
export type Claims = { sub: string; email?: string; email_verified?: boolean; name?: string };
/** A person as GitHub states them, in two places. */
export type GithubPerson = {
  profile: { id: number; login: string; name: string | null; email: string | null };
  emails: { email: string; primary: boolean; verified: boolean; visibility: string | null }[];
};

type Granted = { asked: URLSearchParams; claims?: Claims; github?: GithubPerson };
type Exchange = { path: string; form: Record<string, string>; client: string; verified: boolean };

export type OauthServer = Awaited<ReturnType<typeof openOauthServer>>;

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const KEY_ID = "the-key";

/**
 * A stand-in on loopback for Google (`/accounts.google.com/…`), GitHub (`/github.com/…`, `/api.github.com/…`) and a school's
 * own OpenID Connect provider (`/oidc`). It hands out codes for one use, checks the PKCE verifier, and signs ID tokens.
 */
export async function openOauthServer() {
  const grants = new Map<string, Granted>();
  const bearers = new Map<string, GithubPerson>();
  const exchanges: Exchange[] = [];
  const server = createServer((request, response) => {
    answer(request)
      .then((body) => send(response, body === undefined ? 404 : 200, body ?? { error: "not_found" }))
      .catch((error: Error) => send(response, 400, { error: error.message }));
  });
  await new Promise<void>((up) => server.listen(0, "127.0.0.1", up));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuers: Record<string, string> = {
    "/accounts.google.com": "https://accounts.google.com",
    "/oidc": `${url}/oidc`,
  };

  async function answer(request: IncomingMessage): Promise<unknown> {
    const path = new URL(request.url ?? "/", url).pathname;
    for (const [at, issuer] of Object.entries(issuers)) {
      if (path === `${at}/.well-known/openid-configuration`) return discovery(issuer, url);
    }
    if (path.endsWith("/certs"))
      return { keys: [{ ...publicKey.export({ format: "jwk" }), kid: KEY_ID, alg: "RS256" }] };
    if (path.endsWith("/token") || path.endsWith("/access_token")) return exchange(path, request);
    const person = bearers.get((request.headers.authorization ?? "").replace(/^Bearer /i, ""));
    if (path === "/api.github.com/user") return person?.profile;
    if (path === "/api.github.com/user/emails") return person?.emails;
    return undefined;
  }

  async function exchange(path: string, request: IncomingMessage): Promise<unknown> {
    const sent = new URLSearchParams(await textOf(request));
    const form = Object.fromEntries(sent);
    const granted = grants.get(form.code ?? "");
    grants.delete(form.code ?? "");
    if (!granted) throw new Error("invalid_grant");
    const challenge = createHash("sha256")
      .update(form.code_verifier ?? "")
      .digest("base64url");
    const verified = challenge === granted.asked.get("code_challenge");
    exchanges.push({ path, form, client: clientOf(request, form), verified });
    if (!verified || form.redirect_uri !== granted.asked.get("redirect_uri")) throw new Error("invalid_grant");
    const token = randomBytes(16).toString("hex");
    if (granted.github) {
      bearers.set(token, granted.github);
      return { access_token: token, token_type: "bearer", scope: granted.asked.get("scope") };
    }
    const issuer = path.startsWith("/oidc") ? `${url}/oidc` : "https://accounts.google.com";
    const id_token = signed({ ...granted.claims, iss: issuer, ...timesAndAudience(granted.asked) });
    return { access_token: token, token_type: "Bearer", expires_in: 3600, id_token };
  }

  return {
    url,
    exchanges,
    /** The person says yes at the page that the school sent them to. Gives the address they are sent back to. */
    agree(location: string, who: { claims: Claims } | { github: GithubPerson }): string {
      const asked = new URL(location).searchParams;
      const code = randomBytes(16).toString("hex");
      grants.set(code, { asked, ...who });
      const back = new URL(asked.get("redirect_uri") ?? "");
      back.search = String(new URLSearchParams({ code, state: asked.get("state") ?? "" }));
      return back.href;
    },
    close: () => new Promise((closed) => server.close(closed)),
  };
}

function discovery(issuer: string, url: string) {
  const google = issuer.startsWith("https:");
  return {
    issuer,
    authorization_endpoint: google ? "https://accounts.google.com/o/oauth2/v2/auth" : `${issuer}/authorize`,
    token_endpoint: google ? "https://oauth2.googleapis.com/token" : `${url}/oidc/token`,
    userinfo_endpoint: google ? "https://openidconnect.googleapis.com/v1/userinfo" : `${url}/oidc/userinfo`,
    jwks_uri: google ? "https://www.googleapis.com/oauth2/v3/certs" : `${url}/oidc/certs`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    code_challenge_methods_supported: ["plain", "S256"],
  };
}

function timesAndAudience(asked: URLSearchParams) {
  const now = Math.floor(Date.now() / 1000);
  const nonce = asked.get("nonce");
  return { aud: asked.get("client_id"), iat: now, exp: now + 3600, ...(nonce ? { nonce } : {}) };
}

function signed(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "RS256", kid: KEY_ID, typ: "JWT" })}.${part(claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey).toString("base64url")}`;
}

/** The client as it named itself, in the header or in the form: `id:secret`. */
function clientOf(request: IncomingMessage, form: Record<string, string>): string {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  return basic ? Buffer.from(basic, "base64").toString() : `${form.client_id}:${form.client_secret}`;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}

function send(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
