import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * A line to a server on this machine that is as long as a real one: every byte arrives `ms` later, each way, and in order. Counts the
 * round trips of one connection: how often the near side sent after it had heard something. What it sends before an answer to the one
 * counted last could be there belongs to that one.
 */
export async function startDelayingProxy(to: string, ms: number) {
  const server = new URL(to);
  const sockets = new Set<Socket>();
  let roundTrips = 0;
  const relay = createServer((near) => {
    const far = connect(Number(server.port), server.hostname);
    let isHeard = true;
    let countedAt = Number.NEGATIVE_INFINITY;
    near.on("data", () => {
      const now = performance.now();
      if (!isHeard || now - countedAt < 2 * ms) return;
      [isHeard, countedAt] = [false, now];
      roundTrips += 1;
    });
    pass(near, far, ms);
    pass(far, near, ms, () => (isHeard = true));
    for (const socket of [near, far]) {
      socket.setNoDelay(true);
      sockets.add(socket);
    }
  });
  await new Promise<void>((listening) => relay.listen(0, "127.0.0.1", listening));
  const url = new URL(to);
  url.host = `127.0.0.1:${(relay.address() as AddressInfo).port}`;
  return {
    url: url.href,
    roundTrips: () => roundTrips,
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise((stopped) => relay.close(stopped));
    },
  };
}

/** Timers keep their order, and one of 0 ms would still cost a millisecond. */
function pass(from: Socket, into: Socket, ms: number, onDelivered = () => {}) {
  const deliver = (bytes: Buffer) => {
    if (into.writable) into.write(bytes);
    onDelivered();
  };
  from.on("data", (bytes: Buffer) => (ms > 0 ? setTimeout(deliver, ms, bytes) : deliver(bytes)));
  from.on("error", () => into.destroy());
  from.on("close", () => setTimeout(() => into.destroy(), ms));
}
