import { headers } from "next/headers";
import { config } from "#config";
import { Refusal } from "#domain/kernel/refusal.ts";
import { REQUEST_ID_HEADER, requestNumber } from "#ops/request-id.ts";

/** What an action or a route knows of the request that it answers. */
export type RequestFacts = { requestId: string; address: string; agent: string };

/** Reads the facts of the current request. The address counts for rate limits; behind a front server it is the forwarded one. */
export async function requestFacts(): Promise<RequestFacts> {
  return factsOf(await headers());
}

export function factsOf(sent: Headers): RequestFacts {
  return {
    requestId: requestNumber(sent.get(REQUEST_ID_HEADER)),
    address: sent.get("x-forwarded-for")?.split(",").at(-1)?.trim().slice(0, 64) || "unknown",
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
  if (sent.get("origin") !== config().url) throw new Refusal("origin_refused");
}
