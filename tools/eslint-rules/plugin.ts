import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
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

/** By it the linter knows whether what it found before was found by these very rules: `npm run check` lets it keep what it has found. */
function getVersion(): string {
  const hash = createHash("sha256");
  for (const file of globSync("**/*.ts", { cwd: import.meta.dirname }).toSorted())
    hash.update(readFileSync(`${import.meta.dirname}/${file}`));
  return hash.digest("hex");
}

/** The rules of this house that no published plugin knows. `eslint.config.js` says where each applies. */
export const matricula: ESLint.Plugin = {
  meta: { name: "matricula", version: getVersion() },
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
