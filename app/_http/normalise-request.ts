import { createHmac, timingSafeEqual } from "node:crypto";
import { subscribe } from "node:diagnostics_channel";
import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { LRUCache } from "lru-cache";
import { type Config, config } from "#config/config.ts";
import { getSchoolSecret } from "#config/stored-secrets.ts";
import { resolveClientAddress, type TrustedProxies } from "#domain/kernel/resolve-client-address.ts";
import { isInNetworks, isInside, readAddress } from "#domain/kernel/networks.ts";
import { recordProxyProblem, recordProxyCorrect, startProxyWatch } from "#ops/health/proxy-watch.ts";
import { repairUrlEncoding } from "#ops/server/readable-address.ts";
import { perProcess } from "#db/per-process.ts";
import { enterPerRequest } from "#db/per-request.ts";
import { enterRequest, getSchoolLanguages } from "#messages/request-language.ts";
import { getSessionCookieName } from "./session-cookie-name.ts";
import { recallSessionLanguage } from "./session-languages.ts";
import { getCookie, readAddressLanguage, readRequestLanguage } from "./read-address-language.ts";

/** What a request is read against. `secret` signs what the school tells itself. */
type Facts = Pick<Config, "url" | "trustedProxies"> & { secret: string };

/**
 * Next sends some forms on to itself, by a request of its own with the headers of the first: to whatever process answers, and
 * from this machine, which need not be a trusted one. So the client's address goes along in a header that nobody else can write.
 */
const CLIENT_HEADER = "x-matricula-client";

/** The name of a machine with an optional port, as the Host header has it (RFC 9110, 7.2). */
const HOST = /^[A-Za-z0-9._-]{1,253}(:\d{1,5})?$|^\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?$/;
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

const store = perProcess<{ current?: true }>("normalise-requests", () => ({}));

/** So many machines are remembered; the same few come again and again. */
const REMEMBERED_MAX = 2_000;

/** What follows from the facts and an address alone, worked out once: every request of every kind waits for it. */
type Remembered = {
  school: { protocol: string; host: string };
  proofs: LRUCache<string, string>;
  trusted: LRUCache<string, boolean>;
};

const remembered = new WeakMap<Facts, Remembered>();

function remember(facts: Facts): Remembered {
  const known = remembered.get(facts);
  if (known) return known;
  const { protocol, host } = new URL(facts.url);
  const fresh = {
    school: { protocol: protocol.slice(0, -1), host },
    proofs: new LRUCache<string, string>({ max: REMEMBERED_MAX }),
    trusted: new LRUCache<string, boolean>({ max: REMEMBERED_MAX }),
  };
  remembered.set(facts, fresh);
  return fresh;
}

/**
 * From now on every request of this process is put right before anything else reads it, whichever server took it: ours,
 * `next start` or `next dev`. Call it before whatever else watches requests. Asked again, it does nothing.
 */
export function installRequestNormaliser(): void {
  if (store.current) return;
  store.current = true;
  const { url, trustedProxies, dataDir } = config();
  // Read with the first request: at a first start it may not have been made yet, while the pages are loaded already.
  const facts: Facts = {
    url,
    trustedProxies,
    get secret() {
      return getSchoolSecret();
    },
  };
  startProxyWatch(dataDir);
  const sessionCookie = getSessionCookieName(url);
  subscribe("http.server.request.start", (message) => {
    const { request } = message as { request: IncomingMessage };
    const address = readAddressLanguage(repairUrlEncoding(request.url ?? "/"), getSchoolLanguages());
    request.url = address.url;
    normaliseHeaders(request.headers, request.socket.remoteAddress, facts);
    // Whatever answers runs in what this call leaves behind: a channel's subscribers are called before the server hears of it.
    const token = getCookie(request.headers, sessionCookie);
    enterPerRequest();
    enterRequest(readRequestLanguage(address, request.headers, recallSessionLanguage(token)));
    if (request.method === "POST") checkForwardedOrigin(request.headers, facts);
  });
}

/**
 * Makes of what proxies say the same few headers, whichever proxy it is: X-Forwarded-For is the client's address
 * and nothing else, X-Forwarded-Proto is the scheme of MATRICULA_URL, and X-Forwarded-Host is the host that the form itself
 * says it comes from. Next refuses a form when that one differs from Origin, with an error that names nothing, and it differs
 * behind every proxy that does not pass on the host with its port. Whether a form is ours is decided in one place
 * instead, `checkOrigin` in request.ts, which each action calls.
 */
export function normaliseHeaders(headers: IncomingHttpHeaders, peer: string | undefined, facts: Facts): void {
  const { school } = remember(facts);
  const address = addressOfOurs(headers, facts) ?? getClientAddress(headers, peer, facts);
  headers["x-forwarded-for"] = address;
  headers[CLIENT_HEADER] = `${address} ${proofOf(address, facts)}`;
  headers["x-forwarded-proto"] = school.protocol;
  delete headers["x-forwarded-port"];
  if (headers.host === undefined || !HOST.test(headers.host)) headers.host = school.host;
  const origin = originOf(headers);
  // `null`, or what is no address: to Next it would be an error instead of a form without an origin.
  if (origin === undefined) delete headers.origin;
  headers["x-forwarded-host"] = origin === undefined ? headers.host : new URL(origin).host;
}

function getClientAddress(headers: IncomingHttpHeaders, peer: string | undefined, facts: Facts): string {
  checkClientAddress(headers, peer, facts);
  return resolveClientAddress(peer, textOf(headers["x-forwarded-for"]), facts.trustedProxies);
}

/** The client's address of a request that the school has sent to itself; undefined for every other. */
function addressOfOurs(headers: IncomingHttpHeaders, facts: Facts): string | undefined {
  const said = textOf(headers[CLIENT_HEADER]);
  if (said === undefined) return undefined;
  const [address = "", proof = ""] = said.split(" ");
  // Worked out anew: what a stranger sends is not remembered.
  const right = Buffer.from(signAddress(address, facts));
  const given = Buffer.from(proof);
  return given.length === right.length && timingSafeEqual(given, right) ? address : undefined;
}

function proofOf(address: string, facts: Facts): string {
  const { proofs } = remember(facts);
  let proof = proofs.get(address);
  if (proof === undefined) proofs.set(address, (proof = signAddress(address, facts)));
  return proof;
}

const signAddress = (address: string, { secret }: Facts) =>
  createHmac("sha256", secret).update(`client:${address}`).digest("base64url");

/** The origin that a form says it comes from; undefined when it names none. */
function originOf({ origin }: IncomingHttpHeaders): string | undefined {
  if (origin === undefined || !/^https?:\/\//.test(origin) || !URL.canParse(origin)) return undefined;
  return new URL(origin).origin;
}

/** Learns from a form whether people type what MATRICULA_URL says. */
function checkForwardedOrigin(headers: IncomingHttpHeaders, { url }: Facts): void {
  const origin = originOf(headers);
  if (origin === undefined) return;
  if (origin === url) return recordProxyCorrect("proxy_url");
  // Only a browser says this, and only of a form of the very site that it is sent to; over plain http it says nothing.
  const site = headers["sec-fetch-site"];
  const ofThisSite = site === "same-origin" || (site === undefined && new URL(origin).host === headers.host);
  const bothLocal = LOCAL.test(new URL(origin).host) && LOCAL.test(new URL(url).host);
  if (ofThisSite && !bothLocal) recordProxyProblem({ trouble: "proxy_url", seen: origin, set: url });
}

/** Learns whether the proxy says where people come from, and whether it is believed. */
function checkClientAddress(headers: IncomingHttpHeaders, peer: string | undefined, facts: Facts): void {
  const { url, trustedProxies } = facts;
  const { school } = remember(facts);
  const said = headers["x-forwarded-for"] !== undefined;
  const isTrusted = isTrustedPeer(peer, facts);
  if (said && isTrusted) {
    recordProxyCorrect("proxy_no_client");
    return recordProxyCorrect("proxy_untrusted");
  }
  if (said) {
    // From the open internet it is a stranger's invention; proxies stand inside.
    const address = readAddress(peer ?? "");
    if (address === undefined || !isInside(address)) return;
    return recordProxyProblem({ trouble: "proxy_untrusted", seen: address, set: wordsOf(trustedProxies) });
  }
  // Whoever came by the school's public name, and from this machine, came through a proxy.
  if (isTrusted && headers.origin === url && !LOCAL.test(school.host)) {
    recordProxyProblem({ trouble: "proxy_no_client", seen: school.host, set: "" });
  }
}

function isTrustedPeer(peer: string | undefined, facts: Facts): boolean {
  const { trustedProxies: trust } = facts;
  if ("count" in trust) return trust.count > 0;
  const { trusted } = remember(facts);
  const address = peer ?? "127.0.0.1";
  let isTrusted = trusted.get(address);
  if (isTrusted === undefined) {
    isTrusted = isInNetworks(readAddress(address) ?? "", trust.networks);
    trusted.set(address, isTrusted);
  }
  return isTrusted;
}

function wordsOf(trust: TrustedProxies): string {
  if ("count" in trust) return "none";
  return trust.networks.map(([base, bits]) => `${base.toString()}/${bits}`).join(",");
}

const textOf = (header: string | string[] | undefined) => (Array.isArray(header) ? header.join(",") : header);
