import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, ServerResponse } from "node:http";
import { perProcess } from "#db/per-process.ts";
import { getRequest } from "#messages/request-language.ts";
import { isMarked, leaveOutNextScripts } from "./leave-out-scripts.ts";

/** What Node tells of a request as it comes in, before anybody has answered it. */
type Started = { request: IncomingMessage; response: ServerResponse };

const store = perProcess<{ current?: true }>("unhydrated-pages", () => ({}));

/**
 * From now on pages that are rendered for their request are sent without Next's scripts where they say that they work so. A kept
 * page has lost them when it was kept. In development everything stays: there the scripts bring what was just edited.
 */
export function installUnhydratedPages(): void {
  if (store.current || process.env.NODE_ENV === "development") return;
  store.current = true;
  subscribe("http.server.request.start", (message) => {
    const { request, response } = message as Started;
    if (request.headers.rsc === undefined && !getRequest()?.isKept) watchPage(response);
  });
}

const HEAD_END = "</head>";
const isHtml = (response: ServerResponse) => String(response.getHeader("content-type")).startsWith("text/html");

/** Holds a page back until its head has said what it is, and a marked one until all of it is there; it is no longer than it was sent. */
export function watchPage(response: ServerResponse): void {
  const { write, end } = response;
  const parts: Buffer[] = [];
  let isPassed = false;
  let isHeld = false;
  const hold = (part: unknown, encoding: unknown) => {
    const named = typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8";
    if (typeof part === "string") parts.push(Buffer.from(part, named));
    else if (part instanceof Uint8Array) parts.push(Buffer.from(part));
  };
  /** Everything so far goes out as it came. */
  const pass = () => {
    isPassed = true;
    for (const part of parts.splice(0)) Reflect.apply(write, response, [part]);
  };
  response.write = ((...sent: unknown[]) => {
    if (!isPassed && !isHtml(response)) pass();
    if (isPassed) return Reflect.apply(write, response, sent) as boolean;
    hold(...(sent as [unknown, unknown]));
    const head = isHeld ? "" : Buffer.concat(parts).toString("latin1");
    if (isMarked(head)) isHeld = true;
    else if (head.includes(HEAD_END)) pass();
    for (const each of sent) if (typeof each === "function") process.nextTick(each as () => void);
    return true;
  }) as typeof write;
  response.end = ((...sent: unknown[]) => {
    if (!isPassed && !isHtml(response)) pass();
    if (isPassed) return Reflect.apply(end, response, sent) as ServerResponse;
    hold(...(sent as [unknown, unknown]));
    // Somebody asked for the head of an answer only.
    if (parts.length === 0) return Reflect.apply(end, response, sent) as ServerResponse;
    // What is looked for is ASCII, so the bytes need not be read as letters and written again.
    const page = leaveOutNextScripts(Buffer.concat(parts.splice(0)).toString("latin1"));
    isPassed = true;
    if (!response.headersSent) response.setHeader("content-length", page.length);
    const then = sent.find((each) => typeof each === "function");
    return Reflect.apply(end, response, [page, "latin1", then]) as ServerResponse;
  }) as typeof end;
}
