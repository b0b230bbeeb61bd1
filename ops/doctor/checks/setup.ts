import type { Config } from "#config/config.ts";
import type { Connections } from "#domain/settings/connections.ts";
import { UNNAMED } from "#domain/settings/inputs.ts";
import { isBankAccountMissing } from "#providers/bank/instructions.ts";
import { type Check, type CheckResult, resultsOf } from "../check.ts";
import { message } from "#messages/message.ts";

const CHECK = "set-up";

/** The settings of the school that are checked: the name as stored, null when there is none. */
export type SetupFacts = { name: string | null };

/**
 * What a school still lacks so that its students meet no surprise. It needs no look at the database's files, so pages ask it anew
 * each time, and what was just mended is gone at once.
 */
export function getSetupResults(settings: Config, { name }: SetupFacts): CheckResult[] {
  const { ok, warn } = resultsOf(CHECK);
  const findings: CheckResult[] = [];
  if (settings.isReal && (name === null || name.trim() === "" || name === UNNAMED)) {
    findings.push(
      warn(message("doctor.school_has_no_name", { name: UNNAMED }), {
        ...{ id: "set-up.name", link: "/admin/settings" },
        mend: message("doctor.mend_school_has_no_name"),
      }),
    );
  }
  if (settings.isReal && settings.mail.smtpUrl === null) {
    findings.push(
      warn(message("doctor.no_mail_server"), {
        ...{ id: "set-up.mail-server", link: "/admin/mail" },
        mend: message("doctor.mend_no_mail_server"),
      }),
    );
  }
  if (isBankAccountMissing(settings)) {
    findings.push(
      warn(message("doctor.no_bank_account"), {
        ...{ id: "set-up.bank-account", link: "/admin/settings" },
        mend: message("doctor.mend_no_bank_account"),
      }),
    );
  }
  return findings.length > 0 ? findings : [ok(message("doctor.setup_is_complete"))];
}

export const setup: Check = {
  name: CHECK,
  from: "quick",
  needsTables: true,
  async run({ database, settings }) {
    if (!database) return [];
    const rows = await database.ask("SELECT key, value FROM settings WHERE key IN ('name', 'connections')");
    const valueOf = (key: string) => rows.find((row) => row.key === key)?.value;
    const name = valueOf("name");
    return getSetupResults(addStored(settings, valueOf("connections")), {
      name: name === undefined ? null : textOf(name),
    });
  },
};

/** What the owner has set in the browser is set. Its secrets stay sealed here: that a mail server is named is all that is asked. */
function addStored(settings: Config, value: unknown): Config {
  if (value === undefined) return settings;
  const stored = (typeof value === "string" ? JSON.parse(value) : value) as Connections;
  const { MATRICULA_BANK_ACCOUNT_HOLDER: accountHolder, MATRICULA_BANK_IBAN: iban, SMTP_URL: smtpUrl } = stored;
  const bank = accountHolder && iban ? { accountHolder, iban, bankName: null } : null;
  return {
    ...settings,
    bank: settings.bank ?? bank,
    mail: { ...settings.mail, smtpUrl: settings.mail.smtpUrl ?? smtpUrl ?? null },
  };
}

/** SQLite returns JSON as text, PostgreSQL's driver returns it parsed. */
function textOf(value: unknown): string {
  const text = String(value);
  return text.startsWith('"') && text.endsWith('"') ? String(JSON.parse(text)) : text;
}
