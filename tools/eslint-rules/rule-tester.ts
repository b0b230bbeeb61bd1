import { RuleTester } from "eslint";
import tseslint from "typescript-eslint";
import { describe, it } from "vitest";

RuleTester.describe = describe;
RuleTester.it = it;
RuleTester.itOnly = it.only;

/** Runs a rule over TypeScript as the house writes it; each case becomes a test of its own. */
export const ruleTester = new RuleTester({ languageOptions: { parser: tseslint.parser as never } });
