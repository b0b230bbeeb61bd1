import { availableParallelism, totalmem } from "node:os";

const MEGABYTE = 1_048_576;

/** How much memory a worker may use under load (tests/bench/measures/footprint.ts holds it to that). */
const PROCESS_BYTES = 512 * MEGABYTE;

/**
 * Node's memory options for a worker. By default V8 sizes the heap by the machine's memory, and a worker that needs 400 MB under load
 * takes 750. A limit on the old generation alone also shrinks the young generation, which then is collected too often under load, so
 * both are set. A limit in NODE_OPTIONS takes precedence.
 */
export const SERVER_NODE_ARGS: readonly string[] = process.env.NODE_OPTIONS?.includes("--max-old-space-size")
  ? []
  : ["--max-old-space-size=512", "--max-semi-space-size=32"];

/** Reserved for the operating system, the proxy and the primary process. */
const REST_BYTES = 512 * MEGABYTE;

/** SQLite has one writer at a time: more processes than this only wait for each other. */
const UNASKED_MAX = 4;

/** As many server processes as the machine has cores, if its memory holds them, and at least one. */
export function recommendProcessCount({ cores, memoryBytes }: { cores: number; memoryBytes: number }): number {
  const room = Math.floor((memoryBytes - REST_BYTES) / PROCESS_BYTES);
  return Math.max(1, Math.min(cores, room, UNASKED_MAX));
}

/** The memory of the machine, or the limit of the container. */
export function getMachineResources(): { cores: number; memoryBytes: number } {
  const constrained = process.constrainedMemory();
  const memoryBytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return { cores: availableParallelism(), memoryBytes };
}
