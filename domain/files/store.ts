/** A stretch of a file, both ends included, counted in bytes from 0. */
export type ByteRange = { start: number; end: number };

/** What a scanner says of bytes: the name of what it found, as its makers call it. */
export type ScanResult = { isClean: true } | { isClean: false; name: string };

/** Looks for viruses. Throws when it cannot look. */
export interface FileScanner {
  scan(bytes: Uint8Array): Promise<ScanResult>;
}

/** Where bytes are kept, named by what they are. Implemented in providers/, because the rules never touch a disk. */
export interface FileStore {
  /** Asked before the bytes of an upload are kept, where the operator has named one. */
  readonly scanner?: FileScanner;
  /** Keeps the bytes for good and answers their SHA-256 in hex. The same bytes are kept once, however often they come. */
  put(bytes: Uint8Array): Promise<string>;
  /** The bytes as a stream, or undefined when there are none under this name. */
  read(sha256: string, range?: ByteRange): Promise<ReadableStream<Uint8Array> | undefined>;
  /** The names of what nobody has kept anew since `before`, in portions of at most a few hundred. */
  keptBefore(before: Date): AsyncIterable<string[]>;
  /**
   * Takes away the bytes of a name, unless they were kept anew since `before` or `isNeeded` says so. It is asked while
   * nobody finds the bytes under their name: whoever keeps them meanwhile writes them again, so no row is left without them.
   */
  remove(sha256: string, before: Date, isNeeded: () => Promise<boolean>): Promise<boolean>;
}

/** An upload whose bytes are kept already, but which no row speaks of yet. */
export type StoredFile = { sha256: string; name: string; mediaType: string; sizeBytes: number };
