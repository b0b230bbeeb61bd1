/** COPY from and to PostgreSQL over a connection of `pg`, which knows the protocol's messages but has no such query of its own. */
import { once } from "node:events";
import type { Socket } from "node:net";
import type pg from "pg";

/** A batch ends with whichever comes first. */
const BATCH = 1_000;
const BYTES_MAX = 1_000_000;
/** Batches that wait to be taken; then nothing more is read from the server. */
const WAITING_MAX = 8;

/** What `pg` calls of a query (its own are made the same way). */
type Wire = {
  stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
};

abstract class CopyQuery {
  readonly text: string;
  protected wire: Wire | undefined;
  constructor(text: string) {
    this.text = text;
  }
  submit(wire: Wire): void {
    this.wire = wire;
    wire.query(this.text);
  }
  abstract handleError(error: Error): void;
  abstract handleReadyForQuery(): void;
  handleCommandComplete(): void {}
  handleRowDescription(): void {}
  handleDataRow(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
}

class CopyIn extends CopyQuery {
  readonly #batches: AsyncIterable<string[]> | Iterable<string[]>;
  readonly #settle: (error?: unknown) => void;
  #error: unknown;
  #isOver = false;
  #over = () => {};
  readonly #whenOver = new Promise<void>((resolve) => (this.#over = resolve));
  readonly done: Promise<void>;

  constructor(text: string, batches: AsyncIterable<string[]> | Iterable<string[]>) {
    super(text);
    this.#batches = batches;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#settle = (error) => (error === undefined ? resolve() : reject(error as Error));
    this.done = promise;
  }

  handleCopyInResponse(): void {
    void this.#send();
  }

  async #send(): Promise<void> {
    const { wire } = this;
    if (!wire) return;
    try {
      for await (const lines of this.#batches) {
        if (this.#isOver) return;
        wire.sendCopyFromChunk(Buffer.from(lines.join("")));
        // A server that has ended takes nothing more, and nobody would say so.
        if (wire.stream.writableNeedDrain) await Promise.race([once(wire.stream, "drain"), this.#whenOver]);
        // One turn for what the server says meanwhile.
        else await new Promise((next) => setImmediate(next));
      }
      if (!this.#isOver) wire.endCopyFrom();
    } catch (error) {
      this.#error ??= error;
      if (!this.#isOver) wire.sendCopyFail("the rows have ended");
    }
  }

  handleError(error: Error): void {
    this.#error ??= error;
    this.#end();
  }

  handleReadyForQuery(): void {
    this.#end();
  }

  #end(): void {
    this.#isOver = true;
    this.#over();
    this.#settle(this.#error);
  }
}

class CopyOut extends CopyQuery {
  readonly #read: (line: string) => string;
  #batch: string[] = [];
  #size = 0;
  #waiting: string[][] = [];
  #error: unknown;
  #isOver = false;
  #isUnwanted = false;
  #wake = () => {};

  constructor(text: string, read: (line: string) => string) {
    super(text);
    this.#read = read;
  }

  handleCopyData({ chunk }: { chunk: Buffer }): void {
    if (this.#isUnwanted || this.#error !== undefined) return;
    try {
      this.#batch.push(this.#read(chunk.toString("utf8")));
      this.#size += chunk.length;
    } catch (error) {
      this.#error = error;
      return;
    }
    if (this.#batch.length >= BATCH || this.#size >= BYTES_MAX) this.#push();
  }

  #push(): void {
    this.#waiting.push(this.#batch);
    this.#batch = [];
    this.#size = 0;
    if (this.#waiting.length >= WAITING_MAX) this.wire?.stream.pause();
    this.#wake();
  }

  handleError(error: Error): void {
    this.#error ??= error;
    this.#isOver = true;
    this.#wake();
  }

  handleReadyForQuery(): void {
    if (this.#batch.length > 0) this.#push();
    this.#isOver = true;
    this.#wake();
  }

  async *batches(): AsyncGenerator<string[], void> {
    try {
      for (;;) {
        const batch = this.#waiting.shift();
        if (batch) {
          if (this.#waiting.length === 0) this.wire?.stream.resume();
          yield batch;
        } else if (this.#isOver) break;
        else await new Promise<void>((wake) => (this.#wake = wake));
      }
      if (this.#error !== undefined) throw this.#error;
    } finally {
      // The connection serves the next query only when this one has been heard out.
      this.#isUnwanted = true;
      this.wire?.stream.resume();
      while (!this.#isOver) await new Promise<void>((wake) => (this.#wake = wake));
    }
  }
}

/** `COPY … FROM STDIN` of lines. */
export async function copyIn(
  client: pg.Client,
  text: string,
  batches: AsyncIterable<string[]> | Iterable<string[]>,
): Promise<void> {
  const copy = new CopyIn(text, batches);
  submit(client, copy);
  await copy.done;
}

/** `COPY … TO STDOUT`, in batches of lines; `read` gets each as the server has written it. */
export function copyOut(client: pg.Client, text: string, read: (line: string) => string): AsyncIterable<string[]> {
  const copy = new CopyOut(text, read);
  submit(client, copy);
  return copy.batches();
}

/** Types say that a query knows a whole connection; ours knows what it uses of one. */
function submit(client: pg.Client, copy: CopyQuery): void {
  client.query(copy as unknown as pg.Submittable);
}
