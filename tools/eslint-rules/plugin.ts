import type { ESLint } from "eslint";
import { disableNeedsReason } from "./rules/disable-needs-reason.ts";
import { noBuilderTerminals } from "./rules/no-builder-terminals.ts";
import { noClock } from "./rules/no-clock.ts";
import { noDatabaseFs } from "./rules/no-database-fs.ts";
import { noDbTransaction } from "./rules/no-db-transaction.ts";
import { noFixedLanguage } from "./rules/no-fixed-language.ts";
import { noLiteralText } from "./rules/no-literal-text.ts";
import { noMoneyFloat } from "./rules/no-money-float.ts";
import { writeVerbsCheck } from "./rules/write-verbs-check.ts";

/** The rules of this house that no published plugin knows. `eslint.config.js` says where each applies. */
export const matricula: ESLint.Plugin = {
  meta: { name: "matricula" },
  rules: {
    "disable-needs-reason": disableNeedsReason,
    "no-builder-terminals": noBuilderTerminals,
    "no-clock": noClock,
    "no-database-fs": noDatabaseFs,
    "no-db-transaction": noDbTransaction,
    "no-fixed-language": noFixedLanguage,
    "no-literal-text": noLiteralText,
    "no-money-float": noMoneyFloat,
    "write-verbs-check": writeVerbsCheck,
  },
};
