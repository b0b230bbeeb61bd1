import type { ChildProcess } from "node:child_process";
import type { Socket } from "node:net";
import type { FromWorker } from "./messages.ts";

/** What a process said before it died has been read by then, so that no connection that it took is given to another. */
const LAST_WORDS_MS = 100;

/**
 * The connections on their way to one server process. We hold each until the process says that it has it, before it reads a byte;
 * those of a process that dies first are given back, since nobody has read what they ask. If we let go at once, they would stay
 * open with nobody behind them, and their clients would wait for ever.
 */
export class SocketHandoff {
  readonly #child: ChildProcess;
  readonly #connections = new Map<number, Socket>();
  #last = 0;

  constructor(child: ChildProcess, giveBack: (connection: Socket) => void) {
    this.#child = child;
    child.on("message", (message: FromWorker) => message.say === "taken" && this.#letGo(message.id));
    // Not by "disconnect", which does not come while connections are queued for a process that is dead.
    child.once("exit", () => setTimeout(() => this.#giveBackAll(giveBack), LAST_WORDS_MS));
  }

  send(connection: Socket): void {
    const id = ++this.#last;
    this.#connections.set(id, connection);
    this.#child.send({ say: "connection", id }, connection, { keepOpen: true }, () => {});
  }

  #giveBackAll(giveBack: (connection: Socket) => void): void {
    const left = [...this.#connections.values()];
    this.#connections.clear();
    for (const connection of left) giveBack(connection);
  }

  #letGo(id: number): void {
    this.#connections.get(id)?.destroy();
    this.#connections.delete(id);
  }
}
