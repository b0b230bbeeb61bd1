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

/** Reads exactly as much as is asked for from a stream of bytes, however they come. */
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

  /** Whether nothing is left. */
  async isAtEnd(): Promise<boolean> {
    while (this.#held.length === 0) {
      const { done, value } = await this.#source.next();
      if (done) return true;
      this.#held = value;
    }
    return false;
  }

  /** What is left, in pieces of `length`; the last may be shorter. */
  async *pieces(length: number): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
    for (;;) {
      const piece = await this.take(length);
      const isLast = await this.isAtEnd();
      yield { piece, isLast };
      if (isLast) return;
    }
  }

  /** Lets go of the source before its end. */
  async stop(): Promise<void> {
    await this.#source.return?.();
  }
}
