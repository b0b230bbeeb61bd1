import type { ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import type { FromWorker } from "./messages.ts";

/** By then the last messages of a dead worker are read, so that no connection it received is given to another one. */
const LAST_MESSAGES_MS = 100;

/**
 * Hands connections to one worker. Each is kept open here until the worker confirms it, which it does before reading a byte. If the
 * worker dies first, its unread connections are given back; without that they would stay open and their clients would wait for ever.
 */
export class SocketHandoff {
  readonly #child: ChildProcess;
  readonly #connections = new Map<number, Socket>();
  #last = 0;

  constructor(child: ChildProcess, giveBack: (connection: Socket) => void) {
    this.#child = child;
    child.on("message", (message: FromWorker) => message.type === "received" && this.#release(message.id));
    // Not on "disconnect", which is not emitted while connections are queued for a dead process.
    child.once("exit", () => setTimeout(() => this.#giveBackAll(giveBack), LAST_MESSAGES_MS));
  }

  send(connection: Socket): void {
    const id = ++this.#last;
    this.#connections.set(id, connection);
    this.#child.send({ type: "connection", id }, connection, { keepOpen: true }, () => {});
  }

  #giveBackAll(giveBack: (connection: Socket) => void): void {
    const left = [...this.#connections.values()];
    this.#connections.clear();
    for (const connection of left) giveBack(connection);
  }

  #release(id: number): void {
    this.#connections.get(id)?.destroy();
    this.#connections.delete(id);
  }
}
