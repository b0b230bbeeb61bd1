import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, test } from "vitest";
import { freePort } from "#tests/support/servers.ts";
import { Listener, type ConnectionTarget, getListenAddress } from "./listener.ts";

const listeners: Listener[] = [];
const guests: Socket[] = [];
afterEach(() => {
  for (const guest of guests.splice(0)) guest.destroy();
  for (const listener of listeners.splice(0)) void listener.close();
});

async function openListener() {
  const listener = new Listener();
  const port = await freePort();
  await listener.open({ host: "127.0.0.1", port });
  listeners.push(listener);
  return { listener, port };
}

/** Somebody who takes connections and answers with a name. */
function target(name: string): ConnectionTarget & { taken: number; connected: boolean } {
  return {
    connected: true,
    taken: 0,
    send(socket) {
      this.taken += 1;
      socket.end(name);
    },
  };
}

/** Comes in, and gives what was said: a name, or nothing from one that was closed. */
async function visit(port: number): Promise<string> {
  const guest = connect(port, "127.0.0.1");
  guests.push(guest);
  let said = "";
  guest.on("data", (chunk: Buffer) => (said += chunk.toString()));
  guest.on("error", () => {});
  await once(guest, "close");
  return said;
}

test("connections are dealt out in turn", async () => {
  const { listener, port } = await openListener();
  const [a, b] = [target("a"), target("b")];
  listener.addTarget(a);
  listener.addTarget(b);
  const said = [];
  for (let n = 0; n < 6; n++) said.push(await visit(port));
  expect(said.join("")).toBe("ababab");
});

test("who has left or died gets none, and no client notices", async () => {
  const { listener, port } = await openListener();
  const [a, b, c] = [target("a"), target("b"), target("c")];
  for (const each of [a, b, c]) listener.addTarget(each);
  listener.removeTarget(a);
  b.connected = false;
  for (let n = 0; n < 4; n++) expect(await visit(port)).toBe("c");
  expect([a.taken, b.taken]).toEqual([0, 0]);
});

test("while nobody is ready, people wait and are then let in", async () => {
  const { listener, port } = await openListener();
  const waiting = [visit(port), visit(port)];
  await new Promise((wake) => setTimeout(wake, 50));
  listener.addTarget(target("a"));
  expect(await Promise.all(waiting)).toEqual(["a", "a"]);
});

test("who waits when the school closes is told at once", async () => {
  const { listener, port } = await openListener();
  const waiting = visit(port);
  await new Promise((wake) => setTimeout(wake, 50));
  await listener.close();
  expect(await waiting).toBe("");
});

test("a port that is taken is named, with the mend", async () => {
  const { port } = await openListener();
  await expect(new Listener().open({ host: "127.0.0.1", port })).rejects.toThrow(
    new RegExp(`Port ${port} is taken by another program\\. Mend: set PORT`),
  );
});

test("an address that is not this machine's is named, with the mend", async () => {
  await expect(new Listener().open({ host: "192.0.2.1", port: await freePort() })).rejects.toThrow(
    /192\.0\.2\.1\. Mend: leave HOST/,
  );
});

test("systemd's socket is taken by the process that it was passed to, and by no other", () => {
  const ours = { pid: 12, host: "127.0.0.1", port: 3000 };
  const address = { host: "127.0.0.1", port: 3000 };
  expect(getListenAddress({ LISTEN_PID: "12", LISTEN_FDS: "1" }, ours)).toEqual({ fd: 3 });
  expect(getListenAddress({ LISTEN_PID: "11", LISTEN_FDS: "1" }, ours)).toEqual(address);
  expect(getListenAddress({ LISTEN_PID: "12", LISTEN_FDS: "0" }, ours)).toEqual(address);
  expect(getListenAddress({}, ours)).toEqual(address);
});
