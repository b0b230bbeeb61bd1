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
    'const ROWS = { "called off by the student": "history.because_by_student" };',
    'cancelOrder(ctx, { orderId, why: "called off by the student" });',
    'const box = "grid gap-4 rounded-md"; const label = cx("link inline");',
    { code: 'text(t("mail.hello", { name }))', options: [{ calls: ["text"] }] },
    'limit.meta({ description: "How many at most." });',
    'const CURRENCIES = { 0: "BIF CLP DJF" };',
    'const REASONS = { "Made at the provider": "history.because_at_provider" };',
    { code: 'new Refusal("not_found", { words: message("refusals.no_such_file") })', options: [{ rules: true }] },
    { code: 'z.string().min(1, issue("fields.title_needed")).max(200)', options: [{ rules: true }] },
    { code: 'z.enum(["a b", "c d"])', options: [{ rules: true }] },
    'read("SELECT name FROM courses");',
    'console.log("of a tool of ours")',
    { code: 'console.log(t("cli.say_yes"))', options: [{ prints: true }] },
    { code: "console.log(`${name}  ${when}`)", options: [{ prints: true }] },
    { code: 'throw new Error("a mistake of ours")', options: [{ prints: true }] },
  ],
  invalid: [
    { code: "<h1>Sign in</h1>", errors },
    { code: '<Field label="Password" />', errors },
    { code: "<p>{isFree ? 'Free' : price}</p>", errors },
    { code: "<Notice title={`${amount} cannot be paid here`} />", errors },
    { code: "const SAID = { again: 'Show once more that it is you.' };", errors },
    { code: "const item = { term: 'Amount', value };", errors },
    { code: "const stateWords = () => 'Opens later';", errors },
    { code: 'const sendAction = action(Nothing, async () => "The link is on its way.");', errors },
    { code: "function ago() { return `${minutes} m`; }", errors },
    { code: 'const listWords = (type) => (type ? `list of ${type}` : "or null");', errors: [...errors, ...errors] },
    { code: 'throw new Refusal("not_found", { words: said ?? "no such order" });', errors },
    { code: 'const Name = createLineInput(100, "Please keep it under 100 characters.");', errors },
    { code: "text('Nothing was taken')", options: [{ calls: ["text"] }], errors },
    ...[
      "new Refusal('wrong_state', { words: 'it has changed' })",
      "new Refusal('invalid_input', { fields: { title: 'too long' } })",
      "new Refusal('invalid_input', { fields: { [field]: `too long: ${name}` } })",
      "z.string().min(1, 'give it a name')",
      "z.string().refine(isVisible, 'Nothing can be seen.')",
      "z.number('a number')",
      "context.addIssue({ code: 'custom', message: 'no such thing' })",
      "const done = { reason: `there is no course ${key}` };",
      "const row = { label: `Order ${code}` };",
    ].map((code) => ({ code, options: [{ rules: true }], errors })),
    ...[
      'console.log("there is no backup")',
      "console.error(isOn ? 'it is on' : state)",
      "throw new BackupError(`there is no backup in ${folder}`)",
    ].map((code) => ({ code, options: [{ prints: true }], errors })),
  ],
});
