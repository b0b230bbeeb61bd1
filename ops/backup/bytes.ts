import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

export type Bytes = AsyncIterable<Buffer>;

const READ_BYTES = 1024 * 1024;

/** A file's bytes, a megabyte at a time. */
export function readFileBytes(file: string): Bytes {
  return createReadStream(file, { highWaterMark: READ_BYTES });
}

/** How many bytes there are, and their SHA-256 in hex. */
export async function hashBytes(source: Bytes): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const data of source) {
    hash.update(data);
    bytes += data.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** Bytes as a stream of the web's kind, and back. */
export function toStream(source: Bytes): ReadableStream<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await iterator.next();
        if (done) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => void (await iterator.return?.()),
    },
    { highWaterMark: 0 },
  );
}

export async function* toBuffers(stream: ReadableStream<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const data of stream) yield Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

/** Passes bytes on and remembers the error that ended them, to tell it from the errors that it causes in later streams. */
export class WatchedBytes {
  error: unknown;
  readonly bytes: AsyncGenerator<Buffer>;

  constructor(source: Bytes) {
    this.bytes = this.#watch(source);
  }

  async *#watch(source: Bytes): AsyncGenerator<Buffer> {
    try {
      yield* source;
    } catch (error) {
      this.error = error;
      throw error;
    }
  }
}

/** Reads a given number of bytes from a stream, in whatever chunks it comes. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  constructor(source: Bytes) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; fewer only at the end. */
  async take(length: number): Promise<Buffer> {
    const parts: Buffer[] = [this.#held];
    let have = this.#held.length;
    while (have < length) {
      const { done, value } = await this.#source.next();
      if (done) break;
      parts.push(value);
      have += value.length;
    }
    const all = parts.length === 1 ? this.#held : Buffer.concat(parts, have);
    this.#held = all.subarray(length);
    return all.subarray(0, length);
  }

  /** The next `length` bytes without consuming them. */
  async peek(length: number): Promise<Buffer> {
    const start = await this.take(length);
    this.#held = this.#held.length === 0 ? start : Buffer.concat([start, this.#held]);
    return start;
  }

  /** Whether the stream has ended. */
  async isAtEnd(): Promise<boolean> {
    while (this.#held.length === 0) {
      const { done, value } = await this.#source.next();
      if (done) return true;
      this.#held = value;
    }
    return false;
  }

  /** The rest, in chunks as they come. */
  async *rest(): AsyncGenerator<Buffer> {
    while (!(await this.isAtEnd())) {
      const held = this.#held;
      this.#held = Buffer.alloc(0);
      yield held;
    }
  }

  /** The rest, in chunks of `length`; the last may be shorter. */
  async *pieces(length: number): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
    for (;;) {
      const piece = await this.take(length);
      const isLast = await this.isAtEnd();
      yield { piece, isLast };
      if (isLast) return;
    }
  }

  /** Cancels the source before its end. */
  async stop(): Promise<void> {
    await this.#source.return?.();
  }
}
