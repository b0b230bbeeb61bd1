import { createServer, type Server, type Socket } from "node:net";
import { MessageError } from "#messages/message-error.ts";
import { message } from "#messages/message.ts";

/** What connections are dispatched to: a worker, as the listener sees it. */
export type ConnectionTarget = { readonly connected: boolean; send(connection: Socket): void };

/** An address of this machine, or the file descriptor of a socket that is open already (systemd). */
export type ListenAddress = { host: string; port: number } | { fd: number };

/**
 * Connections that wait in the kernel until they are accepted, as far as `net.core.somaxconn` allows. With Node's 511 a
 * thousand clients at once overflow the queue, and one that the kernel turns away retries only after a second.
 */
const BACKLOG = 4_096;

/** Connections that wait while no worker is ready; more than pile up during a short restart. */
const WAITING_MAX = 1_024;

/** No proxy waits longer for the first byte. */
const WAITING_MS_MAX = 30_000;

/** However many connections come, closing ends at some point. */
const ACCEPT_ROUNDS_MAX = 100;

/** Resolves after the event loop has polled for new connections once more. */
async function eventLoopTurn(): Promise<void> {
  for (let n = 0; n < 2; n++) await new Promise((next) => setImmediate(next));
}

/** The first handle that systemd passes on (https://www.freedesktop.org/software/systemd/man/sd_listen_fds.html). */
const SYSTEMD_SOCKET_FD = 3;

/** The address is in use, not allowed, or not this machine's. */
class ListenError extends MessageError {
  override name = "ListenError";
}

/**
 * Accepts connections and dispatches them round-robin to the workers that are ready, so that workers can come and go while the
 * address stays open. While there is none, connections wait.
 */
export class Listener {
  readonly #server: Server;
  #targets: ConnectionTarget[] = [];
  #waiting: Socket[] = [];
  /** How many connections were accepted so far. */
  #accepted = 0;

  constructor() {
    // Nothing is read here, so that the worker gets every byte.
    this.#server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      this.#accepted += 1;
      this.dispatch(socket);
    });
  }

  /** Listens at `where`. Refuses an address that is in use or not ours. */
  open(where: ListenAddress): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (error: NodeJS.ErrnoException) => reject(explainListenError(error, where)));
      this.#server.listen({ ...where, backlog: BACKLOG }, resolve);
    });
  }

  /** From now on `target` gets its share of the connections. */
  addTarget(target: ConnectionTarget): void {
    this.#targets.push(target);
    for (const socket of this.#waiting.splice(0)) if (!socket.destroyed) this.dispatch(socket);
  }

  /** `target` gets no more connections. */
  removeTarget(target: ConnectionTarget): void {
    this.#targets = this.#targets.filter((each) => each !== target);
  }

  /**
   * Stops accepting. With systemd's socket, connections wait in the kernel for the next start; without it, closing would reset
   * those in the kernel's queue, so they are accepted first.
   */
  async close(): Promise<void> {
    for (let round = 0, before = -1; before !== this.#accepted && round < ACCEPT_ROUNDS_MAX; round++) {
      before = this.#accepted;
      await eventLoopTurn();
    }
    this.#server.close();
    for (const socket of this.#waiting.splice(0)) socket.destroy();
  }

  /** Gives an unread connection to the next target. */
  dispatch(socket: Socket): void {
    const target = this.#targets.shift();
    if (target === undefined) return this.#keepWaiting(socket);
    if (!target.connected) return this.dispatch(socket);
    this.#targets.push(target);
    socket.removeAllListeners("timeout");
    target.send(socket);
  }

  #keepWaiting(socket: Socket): void {
    if (this.#waiting.length >= WAITING_MAX) return void socket.destroy();
    socket.on("error", () => socket.destroy());
    socket.setTimeout(WAITING_MS_MAX, () => socket.destroy());
    this.#waiting.push(socket);
  }
}

/** systemd's socket if it has passed one to this very process, else the address of the settings. */
export function getListenAddress(
  env: Readonly<Record<string, string | undefined>>,
  { pid, host, port }: { pid: number; host: string; port: number },
): ListenAddress {
  const passed = env.LISTEN_PID === String(pid) && Number(env.LISTEN_FDS) >= 1;
  return passed ? { fd: SYSTEMD_SOCKET_FD } : { host, port };
}

function explainListenError(error: NodeJS.ErrnoException, where: ListenAddress): Error {
  if ("fd" in where) return error;
  const { host, port } = where;
  if (error.code === "EADDRINUSE") return new ListenError(message("start.port_is_taken", { port: String(port) }));
  if (error.code === "EACCES") {
    return new ListenError(message("start.port_is_for_root", { port: String(port) }));
  }
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return new ListenError(message("start.host_is_not_ours", { host }));
  }
  return error;
}
