import type { Check } from "./check.ts";
import { migrations } from "./checks/content.ts";
import { postgresServer, pragmas, sqliteVersion } from "./checks/engine.ts";
import { ledgerCheckpoint } from "./checks/ledger-checkpoint.ts";
import { moved } from "./checks/moved.ts";
import { permissions } from "./checks/permissions.ts";
import { clock } from "./checks/scheduled-work.ts";
import { settingNames } from "./checks/setting-names.ts";
import { settingsFile } from "./checks/settings-file.ts";
import { walSize } from "./checks/size.ts";
import { filesystem, freeSpace } from "./checks/storage.ts";
import { writable } from "./checks/writable.ts";

/**
 * Those of all checks that a start waits for. They stand in a file of their own because the others load the whole schema and
 * what goes with it, which takes longer than all of these.
 */
export const START_CHECKS: readonly Check[] = [
  settingNames,
  settingsFile,
  sqliteVersion,
  postgresServer,
  pragmas,
  filesystem,
  freeSpace,
  writable,
  permissions,
  moved,
  migrations,
  clock,
  ledgerCheckpoint,
  walSize,
];
