import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";
import { matricula } from "./tools/eslint-rules/plugin.ts";

const TESTS = ["**/*.test.ts", "**/*.test.tsx", "e2e/**", "tests/**", "**/testing.ts"];

/** Where every text for people is in messages/. */
const IN_THE_CATALOGUE = ["app/**", "components/**"];

export default tseslint.config(
  {
    ignores: [
      ".next/**",
      ".next-before/**",
      "data/**",
      "drizzle/**",
      "node_modules/**",
      "next-env.d.ts",
      "test-results/**",
      "public/**",
    ],
  },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  ...tseslint.configs.recommended,
  {
    plugins: { matricula },
    rules: {
      "matricula/disable-needs-reason": "error",
      "matricula/no-db-transaction": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-restricted-syntax": [
        "error",
        { selector: "ForInStatement", message: "Use for…of over Object.keys." },
        {
          selector: ":function > BlockStatement > ExpressionStatement[directive='use server']",
          message:
            "Write the action in an actions.ts: what it closes over here would be encrypted with a key that is not secret.",
        },
      ],
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    files: ["**/*.ts"],
    ignores: TESTS,
    rules: { "max-lines-per-function": ["error", { max: 70, skipBlankLines: true, skipComments: true }] },
  },
  {
    files: ["**/*.tsx"],
    ...reactHooks.configs.flat["recommended-latest"],
  },
  // Written by `npm run messages`, as long as the catalogue is.
  { files: ["messages/generated/**"], rules: { "max-lines": "off" } },
  // What a person is told goes through the page or the log; only commands print.
  {
    files: ["app/**", "components/**", "services/**", "domain/**", "providers/**", "db/**", "runtime.ts"],
    ignores: TESTS,
    rules: { "no-console": "error" },
  },
  {
    files: ["**/*.{ts,tsx}"],
    ignores: ["db/**"],
    rules: { "matricula/no-builder-terminals": "error" },
  },
  {
    files: ["domain/**", "providers/**", "services/**", "app/**", "components/**"],
    ignores: ["domain/kernel/clock.ts", ...TESTS],
    rules: { "matricula/no-clock": "error" },
  },
  // What runs the school measures how long things take; what time it is it asks where everybody does.
  {
    files: ["ops/**", "db/**", "*.ts"],
    ignores: TESTS,
    rules: { "matricula/no-clock": ["error", { stopwatch: true }] },
  },
  // The kernel is what verbs are made of, not verbs: audit() cannot audit itself.
  {
    files: ["domain/**"],
    ignores: ["domain/kernel/**", "domain/policy.ts", ...TESTS],
    rules: { "matricula/write-verbs-check": "error" },
  },
  {
    files: ["app/**", "components/**", "services/**", "domain/**"],
    ignores: TESTS,
    rules: { "matricula/no-database-fs": "error" },
  },
  {
    files: ["app/**/*.tsx", "components/**/*.tsx"],
    ignores: ["components/ui/select.tsx", ...TESTS],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "JSXOpeningElement[name.name='select']",
          message: "Use Select or BareSelect of components/ui/select.tsx: it keeps a stored value that is not listed.",
        },
      ],
    },
  },
  {
    files: ["app/**", "components/**", "services/**", "domain/**", "providers/**", "ops/**"],
    ignores: ["domain/kernel/money*.ts", ...TESTS],
    rules: { "matricula/no-money-float": "error" },
  },
  {
    // The parts of a mail are read by whoever gets it.
    files: ["domain/mail/**", "domain/calendar/**", "services/mail/**"],
    ignores: TESTS,
    rules: {
      "matricula/no-literal-text": ["error", { calls: ["text", "aside", "button", "link"] }],
    },
  },
  {
    // Rules name messages; whoever talks to a person formats them.
    files: ["domain/**/*.ts", "services/**/*.ts"],
    ignores: [
      "domain/mail/**",
      "domain/calendar/**",
      "services/mail/**",
      // Names: of people of the demo, of timezones, of browsers; and the sentences in which failures are kept.
      "domain/accounts/demo-accounts.ts",
      "domain/kernel/timezones.ts",
      "domain/accounts/describe-device.ts",
      "domain/kernel/describe-failure.ts",
      ...TESTS,
    ],
    rules: { "matricula/no-literal-text": ["error", { rules: true }] },
  },
  {
    // What an operator reads: on the terminal, on the system page, in a mail of the school's. Logs and metrics are in English.
    files: ["ops/**/*.ts", "config/**/*.ts", "tools/dev.ts", "runtime.ts"],
    ignores: [
      // The demo's people and courses, and what other schools' files say, are data.
      "ops/demo/**",
      "ops/import/{ucsd,udemy,uiuc}.ts",
      // Texts for programs.
      "ops/metrics/**",
      "ops/traces/**",
      // Names of platforms.
      "ops/storage-location.ts",
      ...TESTS,
    ],
    rules: {
      "matricula/no-literal-text": ["error", { rules: true, prints: true, calls: ["say", "ok", "warn", "wrong"] }],
    },
  },
  {
    files: IN_THE_CATALOGUE,
    // Programs read the headings of a CSV file and the API's description, so they are the same in every language; nobody reads
    // the pages that the bench measures.
    ignores: ["**/*.csv/route.ts", "app/api/v1/**", "app/bench/**", ...TESTS],
    rules: { "matricula/no-literal-text": "error", "matricula/no-fixed-language": "error" },
  },
);
