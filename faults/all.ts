import type { Fault } from "./fault.ts";
import { clockMoved } from "./faults/clock.ts";
import { exchange, sigterm } from "./faults/end.ts";
import { killOneProcess, killSchool } from "./faults/kill.ts";
import { fourWriters, lockHeld } from "./faults/lock.ts";
import { provider } from "./faults/provider.ts";
import { fileLimit, fullDisk, readOnly } from "./faults/storage.ts";

/** Every fault that a school must bear, the quick ones first. */
export const FAULTS: readonly Fault[] = [
  sigterm,
  exchange,
  clockMoved,
  killOneProcess,
  provider,
  readOnly,
  lockHeld,
  fileLimit,
  fullDisk,
  fourWriters,
  killSchool,
];
