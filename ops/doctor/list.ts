import type { Check } from "./check.ts";
import { accounts, latestAccounts } from "./checks/accounts.ts";
import { backup } from "./checks/backup.ts";
import { chains } from "./checks/chains.ts";
import { foreignKeys, freePages, integrity, migrations, postgresContent, quickIntegrity } from "./checks/content.ts";
import { currencies } from "./checks/currencies.ts";
import { clock, jobs, mail, providerMessages } from "./checks/scheduled-work.ts";
import { postgresServer, pragmas, sqliteVersion } from "./checks/engine.ts";
import { pooler } from "./checks/pooler.ts";
import { proxy } from "./checks/proxy.ts";
import { ledgerCheckpoint } from "./checks/ledger-checkpoint.ts";
import { moved } from "./checks/moved.ts";
import { moveToPostgres } from "./checks/move-to-postgres.ts";
import { allPermissions, permissions } from "./checks/permissions.ts";
import { filesystem, freeSpace } from "./checks/storage.ts";
import { scanner } from "./checks/scanner.ts";
import { stripe } from "./checks/stripe.ts";
import { settingNames } from "./checks/setting-names.ts";
import { settingsFile } from "./checks/settings-file.ts";
import { attachments, secret } from "./checks/several-servers.ts";
import { setup } from "./checks/setup.ts";
import { signOn } from "./checks/sign-on.ts";
import { databaseSize, walSize } from "./checks/size.ts";
import { writable } from "./checks/writable.ts";

/** All checks, in the order in which they are printed. Of two with one name the deeper one runs. */
export const CHECKS: readonly Check[] = [
  settingNames,
  settingsFile,
  sqliteVersion,
  postgresServer,
  pooler,
  pragmas,
  filesystem,
  freeSpace,
  writable,
  attachments,
  secret,
  permissions,
  allPermissions,
  moved,
  migrations,
  clock,
  ledgerCheckpoint,
  chains,
  latestAccounts,
  accounts,
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
  stripe,
  jobs,
  moveToPostgres,
];
