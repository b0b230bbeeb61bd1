import { availableParallelism, totalmem } from "node:os";

const MEGABYTE = 1_048_576;

/** What a server process may take under load (tests/bench/measures/footprint.ts holds it to that). */
const PROCESS_BYTES = 512 * MEGABYTE;

/**
 * How Node runs a server process. Left alone it lets the heap grow by what the machine has, and a server that needs 400 MB under
 * load takes 750. With a bound alone it makes the part for young objects small too, and a rush of people waits for it to be
 * emptied again and again. Whoever sets a bound in NODE_OPTIONS is left to it.
 */
export const SERVER_NODE_ARGS: readonly string[] = process.env.NODE_OPTIONS?.includes("--max-old-space-size")
  ? []
  : ["--max-old-space-size=512", "--max-semi-space-size=32"];

/** For the system, the proxy, and the process that minds the others. */
const REST_BYTES = 512 * MEGABYTE;

/** One file has one writer at a time: beyond a few processes more of them add waiting and no pages. */
const UNASKED_MAX = 4;

/** As many server processes as the machine has cores, if its memory holds them, and at least one. */
export function recommendProcessCount({ cores, memoryBytes }: { cores: number; memoryBytes: number }): number {
  const room = Math.floor((memoryBytes - REST_BYTES) / PROCESS_BYTES);
  return Math.max(1, Math.min(cores, room, UNASKED_MAX));
}

/** What this machine has, or what a container was given of it. */
export function getMachineResources(): { cores: number; memoryBytes: number } {
  const constrained = process.constrainedMemory();
  const memoryBytes = constrained > 0 ? Math.min(constrained, totalmem()) : totalmem();
  return { cores: availableParallelism(), memoryBytes };
}
