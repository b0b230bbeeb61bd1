import { statSync } from "node:fs";
import type { ReasonInput } from "./state.ts";
import { message } from "#messages/message.ts";
import { describeMegabytes } from "#ops/doctor/units.ts";

const MB = 1024 * 1024;
/** A log of changes is at most 32 MB when all is well: then it is copied into the database and begun again. */
const LOG_BYTES_DEGRADED = 64 * MB;
const LOG_BYTES_CRITICAL = 512 * MB;

/**
 * The size of a SQLite database's log of changes in bytes, 0 where nobody may look: whoever asks is asked for the school's health,
 * and must not fail for it. Asks the system, and opens nothing.
 */
export function getLogBytes(file: string): number {
  try {
    return statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return 0;
  }
}

/** The reason that a log of so many bytes is, none when it is short enough. */
export function getLogReasons(bytes: number, isMoving: () => boolean): ReasonInput[] {
  if (bytes <= LOG_BYTES_DEGRADED) return [];
  const isCritical = bytes > LOG_BYTES_CRITICAL;
  const size = describeMegabytes(bytes);
  const code = isCritical ? "log_huge" : "log_large";
  // Whoever follows the usual advice would end the move.
  if (isMoving()) {
    const [words, mend] = [message("health.log_while_moving", { size }), message("health.mend_log_while_moving")];
    return [{ code, isCritical, words, mend }];
  }
  return [
    {
      code,
      isCritical,
      words: message(isCritical ? "health.log_huge" : "health.log_large", { size }),
      mend: message("health.mend_log"),
    },
  ];
}
