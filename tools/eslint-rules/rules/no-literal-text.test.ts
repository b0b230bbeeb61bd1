import { RuleTester } from "eslint";
import tseslint from "typescript-eslint";
import "../rule-tester.ts";
import { noLiteralText } from "./no-literal-text.ts";

const tester = new RuleTester({
  languageOptions: { parser: tseslint.parser as never, parserOptions: { ecmaFeatures: { jsx: true } } },
});
const errors = [{ messageId: "literal" }];

tester.run("no-literal-text", noLiteralText, {
  valid: [
    '<h1>{t("courses.courses_title")}</h1>',
    '<a className="link text-small" href="/help/new">{t("help.ask_us")}</a>',
    "<p>{order.code} · {amount}</p>",
    'throw new TypeError("A mistake of ours.");',
    'if (state === "Not sent") again();',
    'log.warn("A mail was not sent");',
    "<input className={`${control} border-edge pl-10 Aa bb`} />",
    "<style>{`[data-a]{display:none}`}</style>",
    "<p style={{ borderBottom: `18px solid ${colour}` }} />",
    'const tone = isLate ? "warn" : "info";',
    { code: 'text(t("mail.hello", { name }))', options: [{ calls: ["text"] }] },
  ],
  invalid: [
    { code: "<h1>Sign in</h1>", errors },
    { code: '<Field label="Password" />', errors },
    { code: "<p>{isFree ? 'Free' : price}</p>", errors },
    { code: "<Notice title={`${amount} cannot be paid here`} />", errors },
    { code: "const SAID = { again: 'Show once more that it is you.' };", errors },
    { code: "const item = { term: 'Amount', value };", errors },
    { code: "const stateWords = () => 'Opens later';", errors },
    { code: "text('Nothing was taken')", options: [{ calls: ["text"] }], errors },
  ],
});
