import type { Random } from "#ops/demo/random.ts";
import type { FileCall } from "./read-trace.ts";

/** A disk writes so much at once, or not at all. */
const SECTOR_BYTES = 512;

/** The files of a disk by their paths; a missing one is not there. */
export type Disk = Map<string, Buffer>;

/**
 * What is on the disk when the power goes out after so many calls: everything that was synced, and of what was not any part. Each write since
 * the last sync of its file is kept, dropped or torn (some of its sectors are there), one without regard to the other, for a disk and its
 * cache promise no order. So is a removal or a new length.
 */
export function cutPower(before: Disk, calls: readonly FileCall[], random: Random): Disk {
  const disk: Images = new Map();
  for (const [file, bytes] of before) disk.set(file, { bytes: Buffer.from(bytes), size: bytes.length });
  const files = new Set(calls.map(({ file }) => file));
  for (const file of files) {
    const own = calls.filter((call) => call.file === file);
    const synced = own.findLastIndex(({ kind }) => kind === "sync") + 1;
    for (const [at, call] of own.entries()) {
      if (at < synced) apply(disk, call);
      else applyByChance(disk, call, random);
    }
  }
  return new Map([...disk].map(([file, { bytes, size }]) => [file, bytes.subarray(0, size)]));
}

/** A file that grows: there is room behind what is in it. */
type Image = { bytes: Buffer; size: number };
type Images = Map<string, Image>;

function applyByChance(disk: Images, call: FileCall, random: Random): void {
  const chance = random.whole(0, 3);
  if (chance === 0) return;
  if (chance === 1 || call.kind !== "write") return apply(disk, call);
  for (let from = 0; from < call.data.length; from += SECTOR_BYTES) {
    const data = call.data.subarray(from, from + SECTOR_BYTES);
    if (random.whole(0, 2) === 0) apply(disk, { ...call, offset: call.offset + from, data });
  }
}

function apply(disk: Images, call: FileCall): void {
  const { file, kind } = call;
  if (kind === "sync") return;
  if (kind === "remove") return void disk.delete(file);
  const image = disk.get(file) ?? { bytes: Buffer.alloc(0), size: 0 };
  disk.set(file, image);
  if (kind === "truncate") return setSize(image, call.size);
  const offset = kind === "write" ? call.offset : image.size;
  setSize(image, Math.max(image.size, offset + call.data.length));
  call.data.copy(image.bytes, offset);
}

function setSize(image: Image, size: number): void {
  if (size > image.bytes.length) {
    const grown = Buffer.alloc(size * 2);
    image.bytes.copy(grown, 0, 0, image.size);
    image.bytes = grown;
  }
  // What is cut off and comes back is empty.
  if (size < image.size) image.bytes.fill(0, size, image.size);
  image.size = size;
}
