import type { Config } from "#config/config.ts";
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
    const [row] = await database.ask("SELECT value FROM settings WHERE key = 'name'");
    return getSetupResults(settings, { name: row === undefined ? null : textOf(row.value) });
  },
};

/** SQLite returns JSON as text, PostgreSQL's driver returns it parsed. */
function textOf(value: unknown): string {
  const text = String(value);
  return text.startsWith('"') && text.endsWith('"') ? String(JSON.parse(text)) : text;
}
