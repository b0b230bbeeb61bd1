import { headers } from "next/headers";
import { config } from "#config/config.ts";
import { readAddress } from "#domain/kernel/networks.ts";
import { Refusal } from "#domain/kernel/refusal.ts";
import { message, type Message } from "#messages/message.ts";
import { REQUEST_ID_HEADER, resolveRequestId } from "#ops/request-id.ts";

/** What an action or a route knows of the request that it answers. */
export type RequestFacts = { requestId: string; address: string; agent: string };

/** Reads the facts of the current request. */
export async function getRequestFacts(): Promise<RequestFacts> {
  return toRequestFacts(await headers());
}

/** The address is the client's: normalise-request.ts has made X-Forwarded-For that and nothing else. It counts for rate limits. */
export function toRequestFacts(sent: Headers): RequestFacts {
  return {
    requestId: resolveRequestId(sent.get(REQUEST_ID_HEADER)),
    address: readAddress(sent.get("x-forwarded-for") ?? "") ?? "unknown",
    agent: (sent.get("user-agent") ?? "").slice(0, 300),
  };
}

/**
 * Refuses a request with a cookie that another site caused. Browsers say where a request comes from: Sec-Fetch-Site, or
 * Origin in older ones. One of the two must be there and must be ours.
 */
export function checkOrigin(sent: Headers): void {
  const site = sent.get("sec-fetch-site");
  if (site !== null) {
    if (site === "same-origin") return;
    throw new Refusal("origin_refused");
  }
  const origin = sent.get("origin");
  const { url } = config();
  if (origin === url) return;
  throw new Refusal("origin_refused", { words: chooseOriginMessage(origin, url) });
}

/** Somebody whose browser is at another name of the school than the settings know must learn which header says so. */
function chooseOriginMessage(origin: string | null, url: string): Message {
  const setting = "MATRICULA_URL";
  if (origin === null) return message("refusals.origin_unnamed", { url, setting });
  return message("refusals.origin_other", { origin: origin.slice(0, 200), url, setting });
}
