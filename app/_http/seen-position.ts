import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { config } from "#config/config.ts";
import { perProcess } from "#db/per-process.ts";
import { enterReadScope, LAG_MS_MAX } from "#db/read-scope.ts";
import { BEGINNING, formatWalPosition, readWalPosition, type WalPosition } from "#db/wal-position.ts";
import { SECOND_MS } from "#domain/kernel/clock.ts";
import { getCookie } from "./read-address-language.ts";

/** How far the database had come when this browser last wrote: it reads nothing older (docs/decisions/read-your-own-writes.md). */
const COOKIE = "seen";
/** Longer than any replica that is read from can be behind. */
const COOKIE_SECONDS = (6 * LAG_MS_MAX) / SECOND_MS;

const store = perProcess<{ current?: true }>("seen-position", () => ({}));

/** From now on every request knows what it may read from the replica; where there is none, requests are left alone. */
export function installSeenPositions(): void {
  const { database, url } = config();
  if (store.current || database.engine !== "postgres" || database.replicaUrl === undefined) return;
  store.current = true;
  const attributes = ["Path=/", `Max-Age=${COOKIE_SECONDS}`, "HttpOnly", "SameSite=Lax"];
  if (url.startsWith("https:")) attributes.push("Secure");
  subscribe("http.server.request.start", (message) => enterSeenScope(message as Exchange, attributes.join("; ")));
}

type Exchange = { request: IncomingMessage; response: ServerResponse };

export function enterSeenScope({ request, response }: Exchange, attributes: string): void {
  enterReadScope({
    // Who changes something decides by what is true now.
    mayLag: request.method === "GET" || request.method === "HEAD",
    atLeast: readWalPosition(getCookie(request.headers, COOKIE)?.replace("-", "/")) ?? BEGINNING,
    onSeen: (position) => rememberSeen({ request, response }, position, attributes),
  });
}

const seenBy = new WeakMap<ServerResponse, string>();

function rememberSeen({ request, response }: Exchange, position: WalPosition, attributes: string): void {
  // Next encodes a slash when it writes the cookies of its own request.
  const pair = `${COOKIE}=${formatWalPosition(position).replace("/", "-")}`;
  // Next asks for the page that a form leads to by a request of its own, with the headers that the form came with.
  const others = (request.headers.cookie ?? "")
    .split("; ")
    .filter((each) => each !== "" && !each.startsWith(`${COOKIE}=`));
  request.headers.cookie = [...others, pair].join("; ");
  const isFirst = !seenBy.has(response);
  seenBy.set(response, `${pair}; ${attributes}`);
  if (!isFirst) return;
  const { writeHead } = response;
  response.writeHead = ((...head: Parameters<typeof writeHead>) => {
    const cookie = seenBy.get(response);
    if (cookie !== undefined && !response.headersSent) response.appendHeader("set-cookie", cookie);
    return Reflect.apply(writeHead, response, head);
  }) as typeof writeHead;
}
