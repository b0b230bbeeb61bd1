/**
 * The arrows of the house, app → ops → services → runtime → providers → domain → db and app → components → (types of) domain,
 * as rules that fail the build. `config/` stands beside them, for everyone but the rules and the parts of a page.
 */

/** Every folder and root file that code may live in. */
const FOLDERS = "app|components|services|domain|messages|providers|db|config|ops|tests|e2e|tools|deploy|public";
const ROOT_FILES = "runtime|instrumentation|proxy|[^/]+\\.config";
const HOUSE = `^((${FOLDERS})/|(${ROOT_FILES})(\\.d|\\.test)?\\.(ts|tsx|js|mjs|cjs)$)`;

const CONFIG = "^config/";
/** A rule names a message; whoever talks to a person makes it text. */
const MESSAGE = "^messages/message\\.ts$";
/** What stands between the school and the outside world says in messages what went wrong there. */
const MESSAGE_ERROR = "^messages/message-error\\.ts$";
/** Tests, and the commands that run them, may reach anywhere: they prove how the parts fit together. */
const TESTS = "(\\.test\\.tsx?$|^(tests|e2e|tools)/|(^|/)testing\\.ts$)";
const NOT_SHIPPED = `(${TESTS}|\\.config\\.(ts|js|mjs)$|^ops/cli/)`;

const in_ = (folder) => (folder === "runtime" ? "^runtime\\.ts$" : `^${folder}/`);

/** One rule: code in `from` may reach only `to` (and packages). */
const reachesOnly = (from, to, comment) => ({
  name: `${from}-reaches-only-down`,
  severity: "error",
  comment,
  from: { path: in_(from), pathNot: TESTS },
  to: { path: HOUSE, pathNot: [in_(from), ...to] },
});

/** The subjects of `domain/`, from the top: each may use those after it and none before it. */
const SUBJECTS = [
  ...["api", "reports", "accounting", "calendar", "maintenance", "audit"],
  // What the bank says settles orders and refunds.
  "bank",
  // A purchase from end to end: it moves orders, payments, enrolments and seats at once, so that these need not know each other.
  "checkout",
  ...["announcements", "tickets", "learning", "usage", "disputes", "reconciliation"],
  ...["payouts", "credit", "refunds"],
  "invoices",
  "attendance",
  "applications",
  "questions",
  "claim-links",
  ...["enrolments", "waiting", "payments", "orders", "ledger"],
  "certificates",
  ...["pricing", "price-rules", "coupons"],
  "seat-blocks",
  "rules",
  ...["mail", "instalments", "students", "accounts", "courses", "files"],
  ...["seats", "access", "tax"],
  ...["settings", "audit.ts", "policy.ts", "kernel"],
];
const subject = (name) => (name.endsWith(".ts") ? `^domain/${name.replace(".", "\\.")}$` : `^domain/${name}/`);

const subjectsReachDown = SUBJECTS.slice(1).map((name, above) => ({
  name: "subjects-reach-down",
  severity: "error",
  comment:
    "Two subjects that use each other are one. Move the verb that needs both to the higher of them, or to checkout.",
  from: { path: subject(name), pathNot: TESTS },
  to: { path: SUBJECTS.slice(0, above + 1).map(subject) },
}));

/** Verbs that write down what somebody outside has said. */
const HEARD = [
  "checkout/apply-payment-update",
  "checkout/refuse-checkout",
  "payments/record-checkout",
  "payments/renew-payment",
  "payments/drop-attempt",
  "refunds/record-refund",
  "mail/record-sending",
  "accounts/start-session",
  "accounts/sign-up",
  "accounts/sign-in-with-code",
  "accounts/reset-password",
  "accounts/accept-invitation",
  "accounts/change-password",
  "accounts/confirm-session",
  "accounts/rotate-session",
];

/** Packages that only the outer layers may know. */
const OUTSIDE_DOMAIN = "next|next-auth|react|react-dom|stripe|nodemailer|better-sqlite3|pg|pino|@opentelemetry";
const packages = (names) => `(^|node_modules/)(${names})(/|$)`;

export default {
  forbidden: [
    reachesOnly("db", [CONFIG, MESSAGE], "The database knows nothing of what is kept in it."),
    reachesOnly("messages", ["^db/per-process\\.ts$"], "The catalogue is read by everyone and knows nobody."),
    reachesOnly("domain", [in_("db"), MESSAGE], "A rule knows nothing of pages, providers, jobs or the environment."),
    ...subjectsReachDown,
    {
      name: "every-subject-has-a-level",
      severity: "error",
      comment: "A new subject of domain/ is a decision: say which it may use and which may use it.",
      from: { path: in_("domain"), pathNot: SUBJECTS.map(subject).concat(TESTS) },
      to: {},
    },
    reachesOnly(
      "providers",
      [in_("domain"), in_("db"), MESSAGE, MESSAGE_ERROR, CONFIG],
      "A provider fulfils an interface that domain declares.",
    ),
    reachesOnly(
      "runtime",
      [in_("providers"), in_("domain"), in_("db"), in_("messages"), CONFIG],
      "The runtime wires database, clock and providers together; what runs on it comes above.",
    ),
    reachesOnly(
      "services",
      [in_("runtime"), in_("providers"), in_("domain"), in_("db"), in_("messages"), CONFIG],
      "Where a transaction meets the outside world: pages, the API, jobs and commands call it, and it knows none of them.",
    ),
    reachesOnly(
      "ops",
      [in_("services"), in_("runtime"), in_("providers"), in_("domain"), in_("db"), in_("messages"), CONFIG],
      "What keeps the school running does not know its pages.",
    ),
    reachesOnly("components", [in_("domain"), in_("messages")], "A component gets props and gives markup."),
    {
      name: "components-take-types-of-domain",
      severity: "error",
      comment:
        "A component that calls a rule would bring the server into the browser: take a type, get the value as a prop. How money, time, accounts, addresses, failures and disputes are written is no rule, and there is one way of each.",
      from: { path: in_("components"), pathNot: TESTS },
      to: {
        path: in_("domain"),
        pathNot:
          "^domain/kernel/(currencies|countries|money|read-amount|local-time|timezones|email-address|describe-failure|describe-dispute-reason|modulo97)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "app-leaves-the-tables-alone",
      severity: "error",
      comment:
        "A route calls a verb or a query; it does not read tables. The lists of words, and what a process or a request keeps, are for everyone above.",
      from: { path: in_("app"), pathNot: TESTS },
      to: {
        path: in_("db"),
        pathNot: "^db/(enums|per-process|per-request|read-scope|request-statements|wal-position)\\.ts$",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "app-leaves-providers-to-services",
      severity: "error",
      comment:
        "A route that talks to the outside world repeats what a service does. The log, what is shown of a provider, and the sandbox's own pages are for routes.",
      from: { path: in_("app"), pathNot: TESTS },
      to: {
        path: in_("providers"),
        pathNot: "^providers/(sandbox/|(log|sign-in-methods|bank/instructions|oauth|oidc-issuer)\\.ts$)",
        dependencyTypesNot: ["type-only"],
      },
    },
    {
      name: "services-hear-the-outside-world",
      severity: "error",
      comment:
        "What a provider, a mail server or a person's password has said is written down by one service, whoever asked.",
      from: { path: "^(app|ops)/", pathNot: ["^ops/demo/", TESTS] },
      to: { path: `^domain/(${HEARD.join("|")})\\.ts$`, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "app-does-not-run-commands",
      severity: "error",
      comment: "What a command and a route share lives in ops/, beside the command.",
      from: { path: in_("app") },
      to: { path: "^ops/cli/" },
    },
    {
      name: "domain-knows-no-framework",
      severity: "error",
      comment: "The rules run without Next, React, HTTP, a provider's SDK or an engine's driver.",
      from: { path: in_("domain"), pathNot: TESTS },
      to: { path: packages(OUTSIDE_DOMAIN) },
    },
    {
      name: "traces-have-one-home",
      severity: "error",
      comment: "OpenTelemetry is loaded where a collector is named, and nowhere else: say what you do to db/tracer.ts.",
      from: { pathNot: `(^ops/traces/|${TESTS})` },
      to: { path: packages("@opentelemetry") },
    },
    {
      name: "domain-touches-no-files",
      severity: "error",
      comment: "Bytes are kept by providers/files; the rules know them by their hash.",
      from: { path: in_("domain"), pathNot: TESTS },
      to: { dependencyTypes: ["core"], path: "^(node:)?(fs|fs/promises|child_process|net|http|https)$" },
    },
    {
      name: "no-cycles",
      severity: "error",
      comment: "Two files that need each other are one file, or three.",
      from: {},
      to: { circular: true },
    },
    {
      name: "the-house-has-these-folders",
      severity: "error",
      comment: "A new folder is a decision: name it here and in the README's map.",
      from: { pathNot: HOUSE },
      to: {},
    },
    {
      name: "what-ships-needs-no-test",
      severity: "error",
      comment: "Production code imports neither tests nor what only tests need.",
      from: { pathNot: NOT_SHIPPED },
      to: { path: TESTS },
    },
    {
      name: "what-ships-is-a-dependency",
      severity: "error",
      comment: "A package that production code imports belongs to the dependencies.",
      from: { pathNot: NOT_SHIPPED },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "everything-resolves",
      severity: "error",
      comment: "The file does not exist, or the import lacks its extension.",
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^(\\.next|data|drizzle)/|^next-env\\.d\\.ts$)" },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      conditionNames: ["import", "node", "default", "types"],
      exportsFields: ["exports"],
      extensions: [".ts", ".tsx", ".js", ".mjs", ".cjs", ".json"],
      mainFields: ["module", "main", "types"],
    },
  },
};
