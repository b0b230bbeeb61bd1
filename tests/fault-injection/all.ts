import type { Fault } from "./fault.ts";
import { backupUnderWrites } from "./faults/backup.ts";
import { clockMoved } from "./faults/clock.ts";
import { exchange, sigterm } from "./faults/shutdown.ts";
import { databaseMoved, oldSnapshot, walDeletedAfterCrash, walDeletedLive } from "./faults/files.ts";
import { killOneProcess, killSchool } from "./faults/kill.ts";
import { fourWriters, lockHeld } from "./faults/lock.ts";
import { heldLog } from "./faults/log.ts";
import { openToOthers, readOnlyFile, takenAway } from "./faults/permissions.ts";
import { provider } from "./faults/provider.ts";
import { bitRot } from "./faults/bit-rot.ts";
import { corruptLive } from "./faults/live-bit-rot.ts";
import { fileLimit, fullDisk, readOnly } from "./faults/storage.ts";

/** Every fault that a school must bear, the quick ones first. */
export const FAULTS: readonly Fault[] = [
  sigterm,
  exchange,
  clockMoved,
  killOneProcess,
  provider,
  readOnly,
  readOnlyFile,
  openToOthers,
  takenAway,
  walDeletedLive,
  databaseMoved,
  walDeletedAfterCrash,
  oldSnapshot,
  bitRot,
  corruptLive,
  heldLog,
  backupUnderWrites,
  lockHeld,
  fileLimit,
  fullDisk,
  fourWriters,
  killSchool,
];
