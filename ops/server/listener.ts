import { createServer, type Server, type Socket } from "node:net";

/** Who takes connections: a server process, seen from the door. */
export type ConnectionTarget = { readonly connected: boolean; send(connection: Socket): void };

/** An address of this machine, or a handle that somebody else listens on for us. */
export type ListenAddress = { host: string; port: number } | { fd: number };

/**
 * Connections that wait in the kernel until the door takes them, as far as `net.core.somaxconn` allows. With Node's 511 a
 * thousand people at once overflow the queue, and whom the kernel turns away tries again only after a second.
 */
const BACKLOG = 4_096;

/** Connections that wait while no process can take them; more than a short restart lets pile up. */
const WAITING_MAX = 1_024;

/** No front server waits longer for the first byte. */
const WAITING_MS_MAX = 30_000;

/** However many come, the door is closed at some point. */
const ACCEPT_ROUNDS_MAX = 100;

/** The event loop has looked once more at who has come. */
async function eventLoopTurn(): Promise<void> {
  for (let n = 0; n < 2; n++) await new Promise((next) => setImmediate(next));
}

/** The first handle that systemd passes on (https://www.freedesktop.org/software/systemd/man/sd_listen_fds.html). */
const SYSTEMD_SOCKET_FD = 3;

/** The school's address is taken by another program, or is not this machine's. */
class ListenError extends Error {
  override name = "ListenError";
}

/**
 * The one place where the school is entered. It takes connections and deals them out in turn to the processes that are ready,
 * so that a process can come and go while the address stays open; while there is none, people wait at the door.
 */
export class Listener {
  readonly #server: Server;
  #takers: ConnectionTarget[] = [];
  #waiting: Socket[] = [];
  /** How many came in so far. */
  #letIn = 0;

  constructor() {
    // Nothing is read here: whoever takes the connection finds every byte of it.
    this.#server = createServer({ pauseOnConnect: true, noDelay: true }, (socket) => {
      this.#letIn += 1;
      this.dispatch(socket);
    });
  }

  /** Listens at `where`. Refuses an address that is taken or is not ours. */
  open(where: ListenAddress): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", (error: NodeJS.ErrnoException) => reject(explainListenError(error, where)));
      this.#server.listen({ ...where, backlog: BACKLOG }, resolve);
    });
  }

  /** From now on `taker` gets its share. */
  addTarget(taker: ConnectionTarget): void {
    this.#takers.push(taker);
    for (const socket of this.#waiting.splice(0)) if (!socket.destroyed) this.dispatch(socket);
  }

  /** `taker` gets nothing any more. */
  removeTarget(taker: ConnectionTarget): void {
    this.#takers = this.#takers.filter((each) => each !== taker);
  }

  /**
   * Takes no new connections. With systemd's socket they wait in the kernel for the next start; without it, closing breaks off
   * those that stand in the kernel's queue, so they are let in first.
   */
  async close(): Promise<void> {
    for (let round = 0, before = -1; before !== this.#letIn && round < ACCEPT_ROUNDS_MAX; round++) {
      before = this.#letIn;
      await eventLoopTurn();
    }
    this.#server.close();
    for (const socket of this.#waiting.splice(0)) socket.destroy();
  }

  /** Gives a connection that nobody has read to whoever is next. */
  dispatch(socket: Socket): void {
    const taker = this.#takers.shift();
    if (taker === undefined) return this.#keepWaiting(socket);
    if (!taker.connected) return this.dispatch(socket);
    this.#takers.push(taker);
    socket.removeAllListeners("timeout");
    taker.send(socket);
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
  const mend = `Mend: set PORT to another one, or end what listens there (\`ss -ltnp 'sport = :${port}'\` names it).`;
  if (error.code === "EADDRINUSE") return new ListenError(`Port ${port} is taken by another program. ${mend}`);
  if (error.code === "EACCES") {
    return new ListenError(`Only root may listen on port ${port}. Mend: set PORT to one above 1023, like 3000.`);
  }
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND") {
    return new ListenError(`HOST names no address of this machine: ${host}. Mend: leave HOST out for 127.0.0.1.`);
  }
  return error;
}
