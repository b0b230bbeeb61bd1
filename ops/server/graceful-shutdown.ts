import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { isLeaving } from "./leaving.ts";

/**
 * How long an idle connection is kept, as the Keep-Alive header of every response says. A client may send its next request until
 * then, so during an exchange of processes no connection is closed sooner.
 */
export const KEEP_ALIVE_MS = 5_000;

/**
 * A connection really stays open this much longer. Proxies and clients that keep their connections for a minute, whatever the header says, would
 * otherwise now and then send a request just as theirs is closed, and see it reset.
 */
export const KEEP_ALIVE_EXTRA_MS = 70_000;

/**
 * How long a connection may be idle while its server drains.
 * `exchange`: a little more than the header says, for a request that is in transit; nobody waits for it.
 * `stop`: time for a request that is in transit, and no more, for whoever restarts the school waits for it.
 * `hurry`: none.
 */
const IDLE_MS = { exchange: KEEP_ALIVE_MS + 1_000, stop: 500, hurry: 0 };
export type Pace = keyof typeof IDLE_MS;

/** How often a draining server looks for connections that have been idle for long enough. */
const LOOK_MS = 50;

type Use = { running: number; idleSince: number };

/** Counts the running requests of an HTTP server, so that it can close when all are answered. */
export class GracefulShutdown {
  /** What each open connection is used for. */
  readonly #uses = new Map<Socket, Use>();
  #pace: Pace | undefined;
  /** When the pace was set: what is in transit then may still arrive. */
  #since = 0;
  #whenEmpty: (() => void) | undefined;

  constructor(server: Server) {
    server.on("connection", (socket: Socket) => {
      this.#uses.set(socket, { running: 0, idleSince: performance.now() });
      socket.once("close", () => {
        this.#uses.delete(socket);
        if (this.#uses.size === 0) this.#whenEmpty?.();
      });
    });
  }

  /** `answer`, counted. While the server drains, and before, when it is known that it will, responses carry `Connection: close`. */
  track(answer: RequestListener): RequestListener {
    return (request: IncomingMessage, response: ServerResponse) => {
      const { socket } = request;
      this.#add(socket, 1);
      if (this.#pace || isLeaving()) response.setHeader("connection", "close");
      response.once("close", () => this.#add(socket, -1));
      return answer(request, response);
    };
  }

  /**
   * Waits until every request is answered and every connection is closed. Idle connections are closed as soon as the pace allows;
   * what still runs after `msMax` is cut off.
   */
  async drain({ msMax, pace }: { msMax: number; pace: Pace }): Promise<void> {
    this.hasten(pace);
    const empty = new Promise<void>((resolve) => {
      this.#whenEmpty = resolve;
      if (this.#uses.size === 0) resolve();
    });
    const idle = setInterval(() => this.#closeIdle(), LOOK_MS);
    const late = setTimeout(() => this.#end(() => true), msMax);
    this.#closeIdle();
    await empty;
    clearInterval(idle);
    clearTimeout(late);
  }

  /** From now on at this pace: an exchange may turn into a stop. */
  hasten(pace: Pace): void {
    if (this.#pace && IDLE_MS[this.#pace] <= IDLE_MS[pace]) return;
    this.#pace = pace;
    this.#since = performance.now();
  }

  #add(socket: Socket, n: number): void {
    const use = this.#uses.get(socket);
    if (!use) return;
    use.running += n;
    use.idleSince = performance.now();
  }

  #closeIdle(): void {
    const before = performance.now() - IDLE_MS[this.#pace ?? "exchange"];
    this.#end(({ running, idleSince }) => running === 0 && Math.max(idleSince, this.#since) <= before);
  }

  #end(which: (use: Use) => boolean): void {
    for (const [socket, use] of this.#uses) if (which(use)) socket.destroy();
  }
}
