import pg from "pg";
import { engineCode, engineMessage, Overloaded } from "./errors.ts";

/** How long whoever needs a connection waits for one, in the order in which they came. */
export const CONNECTION_WAIT_MS_MAX = 5_000;
/** The server has no connection left for us: https://www.postgresql.org/docs/current/errcodes-appendix.html */
const TOO_MANY_CONNECTIONS = "53300";
/** PgBouncer says the same without a code of its own. */
const POOLER_IS_FULL = /^no more connections allowed/;
/** As node-postgres says it of whoever did not wait in line: there was room, and no connection came to stand. */
const SILENT = "Connection terminated due to connection timeout";
const ASK_AGAIN_MS = 100;
/** How long a pool keeps to the connections that it got, before it asks for more again. */
export const CONTENT_MS = 10_000;

type Given = (error: Error | undefined, client: pg.PoolClient | undefined, done: (release?: unknown) => void) => void;

/**
 * A pool in which whoever finds no connection waits in line, also when it is the server that has none left; after the deadline they are
 * told to come back. Neither is a server that is away.
 */
export class PatientPool extends pg.Pool {
  #max: number | undefined;
  /** How many connections stand; others may be on their way. */
  #standing = 0;

  constructor(options: pg.PoolConfig) {
    super(options);
    this.on("connect", () => {
      this.#standing += 1;
      // It was on its way when others were refused.
      if (this.#max !== undefined) this.options.max = Math.max(this.options.max, this.#standing);
    });
    this.on("remove", () => (this.#standing -= 1));
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Given): void;
  override connect(callback?: Given): Promise<pg.PoolClient> | void {
    const given = this.#wait();
    if (!callback) return given;
    given.then(
      (client) => callback(undefined, client, (release) => client.release(release as boolean | undefined)),
      (error: Error) => callback(error, undefined, () => {}),
    );
  }

  /** How many connections it may have. While it keeps to those that it got, this holds from afterwards on. */
  setMax(max: number): void {
    if (this.#max === undefined) this.options.max = max;
    else this.#max = max;
  }

  async #wait(): Promise<pg.PoolClient> {
    const deadline = performance.now() + CONNECTION_WAIT_MS_MAX;
    for (;;) {
      try {
        return await super.connect();
      } catch (error) {
        if (isQueueFull(error) && this.#standing < this.options.max) throw new Error(SILENT, { cause: error });
        const isServerFull = engineCode(error) === TOO_MANY_CONNECTIONS || POOLER_IS_FULL.test(engineMessage(error));
        if (!isServerFull && !isQueueFull(error)) throw error;
        // Without its cause, which would be taken for a server that is away.
        if (!isServerFull || performance.now() > deadline) throw new Overloaded("the database has no connection left");
        this.#beContent();
        await new Promise((wake) => setTimeout(wake, ASK_AGAIN_MS));
      }
    }
  }

  /** Whoever comes next waits for one of the connections that are there, in line, instead of being refused another. */
  #beContent(): void {
    if (this.#max !== undefined) return;
    this.#max = this.options.max;
    this.options.max = Math.max(1, this.#standing);
    setTimeout(() => {
      this.options.max = this.#max ?? this.options.max;
      this.#max = undefined;
    }, CONTENT_MS).unref();
  }
}

/** What node-postgres says when nobody gave a connection back in time. */
const isQueueFull = (error: unknown) =>
  error instanceof Error && error.message === "timeout exceeded when trying to connect";
