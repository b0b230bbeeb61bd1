import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/**
 * How long an idle connection is kept, as the Keep-Alive header of every response says. A client may send its next request until
 * then, so no connection is closed sooner.
 */
export const KEEP_ALIVE_MS = 5_000;

/**
 * A connection really stays open this much longer. Proxies and clients that keep their connections for a minute, whatever the header says, would
 * otherwise now and then send a request just as theirs is closed, and see it reset.
 */
export const KEEP_ALIVE_EXTRA_MS = 70_000;

/** A little more than the header says, for a request that is in transit. */
const IDLE_MS = KEEP_ALIVE_MS + 1_000;

/** Counts the running requests of an HTTP server, so that it can close when all are answered. */
export class GracefulShutdown {
  /** How many requests run on each open connection. */
  readonly #running = new Map<Socket, number>();
  #isDraining = false;
  #whenEmpty: (() => void) | undefined;

  constructor(server: Server) {
    server.on("connection", (socket: Socket) => {
      this.#running.set(socket, 0);
      socket.once("close", () => {
        this.#running.delete(socket);
        if (this.#running.size === 0) this.#whenEmpty?.();
      });
    });
  }

  /** `answer`, counted. While the server drains, responses carry `Connection: close`. */
  track(answer: RequestListener): RequestListener {
    return (request: IncomingMessage, response: ServerResponse) => {
      const { socket } = request;
      this.#add(socket, 1);
      if (this.#isDraining) response.setHeader("connection", "close");
      response.once("close", () => this.#add(socket, -1));
      return answer(request, response);
    };
  }

  /**
   * Waits until every request is answered and every connection is closed. Idle connections are closed when their keep-alive time
   * is over, or at once in a `hurry`; what still runs after `msMax` is cut off.
   */
  async drain({ msMax, hurry }: { msMax: number; hurry: boolean }): Promise<void> {
    this.#isDraining = true;
    const empty = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
      if (this.#running.size === 0) resolve();
    });
    const idle = setInterval(() => this.#end((running) => running === 0), hurry ? 50 : IDLE_MS);
    const late = setTimeout(() => this.#end(() => true), msMax);
    if (hurry) this.#end((running) => running === 0);
    await empty;
    clearInterval(idle);
    clearTimeout(late);
  }

  #add(socket: Socket, n: number): void {
    const running = this.#running.get(socket);
    if (running !== undefined) this.#running.set(socket, running + n);
  }

  #end(which: (running: number) => boolean): void {
    for (const [socket, running] of this.#running) if (which(running)) socket.destroy();
  }
}
