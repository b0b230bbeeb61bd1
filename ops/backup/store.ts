import type { Bytes } from "./bytes.ts";

/** A place that backups are kept in: names with slashes, and bytes. Nothing it holds needs to be trusted: everything is sealed. */
export interface BackupStore {
  readonly name: "folder" | "s3";
  /** Every name in a folder, which is said with its slash: `school/`. */
  list(folder: string): Promise<string[]>;
  /** The bytes of a name; undefined when there are none. */
  read(name: string): Promise<Bytes | undefined>;
  /** Keeps bytes under a name for good: whole, or not at all. What was there before is replaced. */
  write(name: string, bytes: Bytes): Promise<void>;
  remove(name: string): Promise<void>;
}
