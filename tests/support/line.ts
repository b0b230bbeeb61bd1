import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/** A line to a PostgreSQL server that can be cut, go dead without a word, or lose what is sent for a while, as a network does. */
export async function lineTo(to: string) {
  const server = new URL(to);
  const open = new Set<Socket>();
  let isDead = false;
  const relay = createServer((near) => {
    const far = connect(Number(server.port), server.hostname);
    for (const [from, into] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from);
      from.on("data", (bytes) => void (isDead || into.write(bytes)));
      from.on("error", () => into.destroy());
      from.on("close", () => {
        open.delete(from);
        into.destroy();
      });
      if (isHeld) from.pause();
    }
  });
  let isHeld = false;
  const listen = (port: number) => new Promise<void>((done) => relay.listen(port, "127.0.0.1", done));
  await listen(0);
  const { port } = relay.address() as AddressInfo;
  const url = new URL(to);
  url.host = `127.0.0.1:${port}`;
  const cut = async () => {
    for (const socket of open) socket.destroy();
    open.clear();
    if (relay.listening) await new Promise((done) => relay.close(done));
  };
  return {
    url: url.href,
    /** Nothing comes through any more, and what was sent meanwhile is gone. */
    hush: () => void (isDead = true),
    /** Nothing comes through; what is sent meanwhile comes later, as TCP sends it again. */
    hold() {
      isHeld = true;
      for (const socket of open) socket.pause();
    },
    letGo() {
      isHeld = false;
      for (const socket of open) socket.resume();
    },
    cut,
    async mend() {
      isDead = false;
      await cut();
      await listen(port);
    },
  };
}
