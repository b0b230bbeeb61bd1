import type { Bytes } from "./bytes.ts";

/** A storage location of backups: bytes by name. It need not be trusted: everything in it is encrypted or checked. */
export interface BackupStore {
  readonly name: "folder" | "s3";
  /** All names in a folder, which is given with its slash: `school/`. */
  list(folder: string): Promise<string[]>;
  /** The bytes of a name; undefined when there are none. */
  read(name: string): Promise<Bytes | undefined>;
  /** Stores bytes under a name, durably and atomically. Replaces what was there. */
  write(name: string, bytes: Bytes): Promise<void>;
  remove(name: string): Promise<void>;
}
