import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";
import { readConfig } from "#config/config.ts";
import { getCanonicalIssuer } from "#providers/oidc-issuer.ts";
import { translatorFor } from "#messages/translator.ts";
import { formatFinding } from "../health/format-finding.ts";
import { signOn } from "./checks/sign-on.ts";

const open: Server[] = [];
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

/** An OpenID provider below /app, which says of itself what is given. */
async function provider(says: (url: string) => unknown): Promise<string> {
  const server = createServer((request, response) => {
    const known = request.url === "/app/.well-known/openid-configuration";
    response.writeHead(known ? 200 : 404, { "content-type": "application/json" });
    response.end(JSON.stringify(known ? says(url()) : {}));
  });
  open.push(server);
  await new Promise<void>((up) => server.listen(0, "127.0.0.1", up));
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/app`;
  return url();
}

const whole = (issuer: string, more: object = {}) => ({
  issuer,
  ...{ authorization_endpoint: "a", token_endpoint: "b", userinfo_endpoint: "c", jwks_uri: "d" },
  ...more,
});

async function found(issuer: string, more: Record<string, string> = {}) {
  const env = { AUTH_OIDC_ISSUER: issuer, AUTH_OIDC_ID: "id", AUTH_OIDC_SECRET: "secret", ...more };
  const results = await signOn.run({ settings: readConfig(env), now: new Date(), database: undefined });
  return results.map((result) => formatFinding(result, translatorFor("en")));
}

test("an issuer is taken with and without its last slash, and called as it calls itself", async () => {
  for (const own of ["", "/"]) {
    const url = await provider((at) => whole(`${at}${own}`));
    for (const set of [url, `${url}/`, `${url}//`]) {
      expect(await getCanonicalIssuer(set)).toBe(`${url}${own}`);
      expect(await found(set)).toMatchObject([{ state: "ok" }]);
    }
  }
});

test("another issuer's name is not believed, and the doctor says the line that mends it", async () => {
  const url = await provider(() => whole("https://login.example.org/other"));
  expect(await getCanonicalIssuer(url)).toBe(url);
  expect(await found(url)).toMatchObject([
    { state: "wrong", mend: "set AUTH_OIDC_ISSUER=https://login.example.org/other" },
  ]);
});

test("one that never says whether an address is confirmed needs the setting, which the doctor names", async () => {
  const url = await provider((at) => whole(at, { claims_supported: ["sub", "email"] }));
  expect(await found(url)).toMatchObject([
    { state: "warn", mend: expect.stringContaining("AUTH_OIDC_TRUST_EMAIL=yes") },
  ]);
  expect(await found(url, { AUTH_OIDC_TRUST_EMAIL: "yes" })).toMatchObject([{ state: "ok" }]);
});

test("one that does not answer, or answers something else, is said with its address", async () => {
  expect(await found("http://127.0.0.1:1/app")).toMatchObject([
    { state: "warn", words: expect.stringContaining("127.0.0.1:1") },
  ]);
  const url = await provider(() => ({ hello: "world" }));
  expect(await found(url)).toMatchObject([{ state: "warn" }]);
  expect(await found(`${url}/elsewhere`)).toMatchObject([{ state: "warn", words: expect.stringContaining("404") }]);
  const half = await provider((at) => ({ issuer: at }));
  expect(await found(half)).toMatchObject([{ state: "wrong", words: expect.stringContaining("token_endpoint") }]);
});
