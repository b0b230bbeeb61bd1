import { RuleTester } from "eslint";
import tseslint from "typescript-eslint";
import "../rule-tester.ts";
import { noFixedLanguage } from "./no-fixed-language.ts";

const tester = new RuleTester({
  languageOptions: { parser: tseslint.parser as never, parserOptions: { ecmaFeatures: { jsx: true } } },
});
const locale = [{ messageId: "locale" }];
const stored = [{ messageId: "stored" }];

tester.run("no-fixed-language", noFixedLanguage, {
  valid: [
    "formatNumber(total); new Intl.NumberFormat(getLocale());",
    'new Intl.Segmenter("en", { granularity: "grapheme" });',
    "<Badge>{t(STATES[order.state])}</Badge>",
    "<StateBadge state={order.state} />",
    "const row = { state: order.state };",
  ],
  invalid: [
    { code: 'total.toLocaleString("en")', errors: locale },
    { code: 'new Intl.DateTimeFormat("en-GB", options)', errors: locale },
    { code: 'new Intl.DisplayNames(["en"], { type: "language" })', errors: locale },
    { code: "<Badge>{order.state}</Badge>", errors: stored },
    { code: "<>{ticket.priority}</>", errors: stored },
    { code: "const options = all.map((each) => ({ label: each.kind }));", errors: stored },
  ],
});
