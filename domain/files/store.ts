/** A stretch of a file, both ends included, counted in bytes from 0. */
export type ByteRange = { start: number; end: number };

/** Where bytes are kept, named by what they are. Implemented in providers/, because the rules never touch a disk. */
export interface FileStore {
  /** Keeps the bytes for good and answers their SHA-256 in hex. The same bytes are kept once, however often they come. */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes as a stream, or undefined when there are none under this name. */
  read(sha256: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | undefined>;
}

/** An upload whose bytes are kept already, but which no row speaks of yet. */
export type StoredFile = { sha256: string; name: string; mediaType: string; sizeBytes: number };
