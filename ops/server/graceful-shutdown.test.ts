import { once } from "node:events";
import { createServer, get, Agent, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, test } from "vitest";

import { scaleDeadline } from "#tests/support/deadlines.ts";

import { GracefulShutdown, KEEP_ALIVE_EXTRA_MS, KEEP_ALIVE_MS } from "./graceful-shutdown.ts";

const undo: (() => void)[] = [];
afterEach(() => {
  for (const each of undo.splice(0)) each();
});

/** A server that counts, and a browser that keeps one connection. */
async function served(listener: RequestListener) {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, keepAliveTimeoutBuffer: KEEP_ALIVE_EXTRA_MS });
  const shutdown = new GracefulShutdown(server);
  server.on("request", shutdown.track(listener));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  undo.push(() => {
    agent.destroy();
    server.closeAllConnections();
    server.close();
  });
  const ask = () =>
    new Promise<{ connection: string | undefined; text: string }>((resolve, reject) => {
      get({ port, host: "127.0.0.1", agent }, (answer) => {
        let text = "";
        answer.on("data", (chunk: Buffer) => (text += chunk.toString()));
        answer.on("end", () => resolve({ connection: answer.headers.connection, text }));
        answer.on("error", reject);
      }).on("error", reject);
    });
  return { shutdown, ask };
}

const pause = (ms: number) => new Promise((wake) => setTimeout(wake, ms));

test("what runs is answered to its end, and only then is the server empty", async () => {
  const { shutdown, ask } = await served((_, response) => void setTimeout(() => response.end("done"), 200));
  const answer = ask();
  await pause(50);
  const begun = performance.now();
  const finished = shutdown.drain({ msMax: 5_000, pace: "hurry" });
  expect((await answer).text).toBe("done");
  await finished;
  expect(performance.now() - begun).toBeGreaterThan(100);
});

test("a connection that may still be used is left open, answered, and then asked to connect anew", async () => {
  const { shutdown, ask } = await served((_, response) => response.end("done"));
  expect(await ask()).toEqual({ connection: "keep-alive", text: "done" });
  let isEmpty = false;
  const finished = shutdown.drain({ msMax: 5_000, pace: "exchange" }).then(() => (isEmpty = true));
  await pause(150);
  expect(isEmpty).toBe(false);
  expect(await ask()).toEqual({ connection: "close", text: "done" });
  await finished;
});

test("in a hurry, connections without a request end at once", async () => {
  const { shutdown, ask } = await served((_, response) => response.end("done"));
  await ask();
  const begun = performance.now();
  await shutdown.drain({ msMax: 5_000, pace: "hurry" });
  expect(performance.now() - begun).toBeLessThan(scaleDeadline(1_000));
});

test("at a stop, connections without a request are given half a second and no more, and so are those of an exchange that turns into one", async () => {
  for (const first of ["stop", "exchange"] as const) {
    const { shutdown, ask } = await served((_, response) => response.end("done"));
    await ask();
    const begun = performance.now();
    const finished = shutdown.drain({ msMax: 20_000, pace: first });
    shutdown.hasten("stop");
    await finished;
    expect(performance.now() - begun).toBeGreaterThan(450);
    expect(performance.now() - begun).toBeLessThan(scaleDeadline(1_500));
  }
});

test("what never ends is cut off at the bound", async () => {
  const { shutdown, ask } = await served(() => {});
  const answer = ask();
  answer.catch(() => {});
  await pause(50);
  await shutdown.drain({ msMax: 200, pace: "stop" });
  await expect(answer).rejects.toThrow(/socket hang up/);
});

test("a connection outlives the time that is promised for it, so that a request which comes late is answered and not reset", async () => {
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, keepAliveTimeoutBuffer: KEEP_ALIVE_EXTRA_MS });
  server.on("request", (_, response) => response.end("done"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  undo.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  expect(answer.headers.get("keep-alive")).toBe("timeout=5");
  // nginx keeps its connections for 60 seconds, and so do load balancers.
  expect(KEEP_ALIVE_MS + KEEP_ALIVE_EXTRA_MS).toBeGreaterThan(60_000 + KEEP_ALIVE_MS);
});
