import type { Check } from "./check.ts";
import { backup } from "./checks/backup.ts";
import { foreignKeys, freePages, integrity, migrations, postgresContent, quickIntegrity } from "./checks/content.ts";
import { currencies } from "./checks/currencies.ts";
import { clock, jobs, mail, providerMessages } from "./checks/scheduled-work.ts";
import { postgresServer, pragmas, sqliteVersion } from "./checks/engine.ts";
import { proxy } from "./checks/proxy.ts";
import { ledgerCheckpoint } from "./checks/ledger-checkpoint.ts";
import { moveToPostgres } from "./checks/move-to-postgres.ts";
import { allPermissions, permissions } from "./checks/permissions.ts";
import { filesystem, freeSpace } from "./checks/storage.ts";
import { scanner } from "./checks/scanner.ts";
import { settingNames } from "./checks/setting-names.ts";
import { setup } from "./checks/setup.ts";
import { signOn } from "./checks/sign-on.ts";
import { databaseSize, walSize } from "./checks/size.ts";
import { writable } from "./checks/writable.ts";

/** All checks, in the order in which they are printed. Of two with one name the deeper one runs. */
export const CHECKS: readonly Check[] = [
  settingNames,
  sqliteVersion,
  postgresServer,
  pragmas,
  filesystem,
  freeSpace,
  writable,
  permissions,
  allPermissions,
  migrations,
  clock,
  ledgerCheckpoint,
  walSize,
  databaseSize,
  quickIntegrity,
  integrity,
  freePages,
  postgresContent,
  foreignKeys,
  currencies,
  backup,
  proxy,
  setup,
  signOn,
  scanner,
  mail,
  providerMessages,
  jobs,
  moveToPostgres,
];
