import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { getReadScope } from "#db/read-scope.ts";
import { readWalPosition } from "#db/wal-position.ts";
import { enterSeenScope } from "./seen-position.ts";

/** Asks a server that answers by `respond`, in the scope of the request. */
async function ask(
  init: RequestInit,
  respond: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<Response> {
  const server = createServer((request, response) => {
    enterSeenScope({ request, response }, "Path=/");
    respond(request, response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`, init);
  } finally {
    server.close();
  }
}

const AT = readWalPosition("0/A0000A0") as bigint;

test("who has written carries what they have seen: in their browser, and in what Next asks for in their name", async () => {
  const headers = { cookie: "session=one; seen=0-100; theme=dark" };
  const answer = await ask({ method: "POST", headers }, (request, response) => {
    getReadScope()?.onSeen?.(AT - 1n);
    getReadScope()?.onSeen?.(AT);
    response.appendHeader("set-cookie", "done=1");
    response.end(`${request.headers.cookie}`);
  });
  expect(answer.headers.getSetCookie()).toEqual(["done=1", "seen=0-A0000A0; Path=/"]);
  expect(await answer.text()).toBe("session=one; theme=dark; seen=0-A0000A0");
});

test("a request that asks may read from the replica, not before what its browser has seen; one that changes something may not", async () => {
  const scopes: unknown[] = [];
  const note = (_request: IncomingMessage, response: ServerResponse) => {
    const { mayLag, atLeast } = getReadScope() ?? {};
    scopes.push([mayLag, atLeast]);
    response.end();
  };
  const seen = { cookie: "seen=0-A0000A0" };
  const answer = await ask({ headers: seen }, note);
  await ask({ headers: { cookie: "seen=everything" } }, note);
  await ask({ method: "POST", headers: seen }, note);
  expect(scopes).toEqual([
    [true, AT],
    [true, 0n],
    [false, AT],
  ]);
  expect(answer.headers.getSetCookie()).toEqual([]);
});
