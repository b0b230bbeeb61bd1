import type { Translator } from "#messages/create-translator.ts";
import type { PlainKey } from "#messages/message.ts";

/** The names of the checks, and of what they measure, as a person reads them. */
const LABELS: Readonly<Record<string, PlainKey>> = {
  settings: "doctor.check_settings",
  "settings file": "doctor.check_settings_file",
  engine: "doctor.check_engine",
  pooler: "doctor.check_pooler",
  pragmas: "doctor.check_pragmas",
  filesystem: "doctor.check_filesystem",
  space: "doctor.check_space",
  writable: "doctor.check_writable",
  attachments: "doctor.check_attachments",
  secret: "doctor.check_secret",
  permissions: "doctor.check_permissions",
  place: "doctor.check_place",
  migrations: "doctor.check_migrations",
  clock: "doctor.check_clock",
  stripe: "doctor.check_stripe",
  "ledger's mark": "doctor.check_ledger_mark",
  chains: "doctor.check_chains",
  accounts: "doctor.check_accounts",
  "log of changes": "doctor.check_log_of_changes",
  size: "doctor.check_size",
  integrity: "doctor.check_integrity",
  "whole database": "doctor.check_whole_database",
  "free pages": "doctor.check_free_pages",
  "foreign keys": "doctor.check_foreign_keys",
  currencies: "doctor.check_currencies",
  backup: "doctor.check_backup",
  proxy: "doctor.check_proxy",
  "set-up": "doctor.check_set_up",
  "sign-on": "doctor.check_sign_on",
  "virus scanner": "doctor.check_virus_scanner",
  mail: "doctor.check_mail",
  "provider's messages": "doctor.check_provider_messages",
  jobs: "doctor.check_jobs",
  "moving to PostgreSQL": "doctor.check_moving_to_postgresql",
  database: "doctor.check_database",
  "database size": "doctor.measured_database_size",
  "write queue p99": "doctor.measured_write_queue_p99",
  "lock waits": "doctor.measured_lock_waits",
  "sustained requests": "doctor.measured_sustained_requests",
  processor: "doctor.measured_processor",
  servers: "doctor.measured_servers",
};

/** A check of another version, or of a test, is called by its name. */
export function formatCheckName(name: string, t: Translator): string {
  const key = LABELS[name];
  return key === undefined ? name : t(key);
}
