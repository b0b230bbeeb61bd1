import { globSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

/** Verbs that an exported function of the domain may begin with. */
const VERBS = new Set(
  (
    "accept add allocate answer apply approve archive assert assign authorize bill book build bump cancel canonicalize change " +
    "check claim clean clear close compact compare complete compose compute confirm connect copy correct count create decline define delete deliver describe detect discard " +
    "diff disable disconnect draft drop earn edit enable end enqueue enrol erase escape expire explain extend fill find fix flag " +
    "fold format get give grant hash ignore import insert invite isolate issue join judge lapse leave link list load localize lock lower mark match merge move name notify " +
    "offer open parse pick post publish purge read reassign reconcile record refund refuse reissue release remember remind remove " +
    "render renew reopen reorder repeat replace reply request require resend reserve reset resolve restore resume retire retry return reverse revoke rotate search select " +
    "seal send set settle shorten sign sort split start store stream strip sum suspend switch sync take to transition translate try undo unpublish update verify waive withdraw"
  ).split(" "),
);
/** Questions that are answered by true or false, in code or in SQL. */
const QUESTIONS = new Set(["is", "has", "can"]);

/** Bare verbs that need no noun, because they are the field's own words and every file uses them. */
const BARE: Record<string, string> = {
  "policy.ts#authorize": "the word of every policy library",
  "audit.ts#audit": "every verb ends with it",
  "pricing/price-places.ts#pricePlaces": "to say what it costs; a price is a thing everywhere else",
  "pricing/price-places.ts#pricePlace": "the same for one",
  "kernel/transitions.ts#transition": "the word of every state machine",
};

/** Small languages: their words are nouns on purpose, as the elements of a page are. */
const LANGUAGES: [pattern: RegExp, reason: string][] = [
  [/^mail\/draft\.ts$/, "the parts of a letter"],
  [/^mail\/templates\//, "one function per kind of mail, called as the kind"],
];

const files = globSync("domain/**/*.ts")
  .sort()
  .filter((file) => file.endsWith(".ts") && !/(\.test|(^|\/)testing)\.ts$/.test(file));

type Exported = { functions: { name: string; context: string | undefined }[]; values: number };

/** What a file exports: its functions, and how many other values. Schema builders begin with a capital, like the types they make. */
function exportsOf(file: string, text = readFileSync(file, "utf8")): Exported {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Exported = { functions: [], values: 0 };
  const add = (name: string, { parameters }: ts.SignatureDeclaration) => {
    if (/^[A-Z]/.test(name)) found.values += 1;
    else found.functions.push({ name, context: parameters[0]?.type?.getText() });
  };
  for (const statement of source.statements) {
    const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : [];
    if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) continue;
    if (ts.isFunctionDeclaration(statement) && statement.name) add(statement.name.text, statement);
    else if (ts.isClassDeclaration(statement)) found.values += 1;
    else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) {
        // `export const { page: listOrders } = orderList`: what a list gives, under the name of the verb.
        if (ts.isObjectBindingPattern(name))
          for (const each of name.elements) found.functions.push({ name: each.name.getText(), context: undefined });
        else if (initializer && (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)))
          add(name.getText(), initializer);
        else found.values += 1;
      }
    }
  }
  return found;
}

const wordsOf = (name: string) =>
  name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(" ");
const hasVerbAndNoun = (name: string) => {
  const [verb = "", ...nouns] = wordsOf(name);
  return (VERBS.has(verb) || QUESTIONS.has(verb)) && nouns.length > 0;
};
const camel = (file: string) => basename(file, ".ts").replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const isLanguage = (file: string) => LANGUAGES.some(([pattern]) => pattern.test(file.slice("domain/".length)));

/** Files whose names begin with a word that is a verb elsewhere, and a noun here. */
const NOUNS = new Set([
  "claim-links/claim-secret.ts",
  "kernel/edit-version.ts",
  "kernel/search-text.ts",
  "kernel/sort-key.ts",
  "mail/order-facts.ts",
  "orders/order-needs.ts",
  "refunds/refund-due.ts",
]);

/** A file that is named by a verb exports it, and a file that exports one function and no other value is called as it. */
function isWronglyNamed(file: string, { functions, values }: Exported): boolean {
  const name = camel(file);
  const commands = functions.filter(({ context }) => context === "WriteCtx");
  if (commands.length > 1 || commands.some((command) => command.name !== name)) return true;
  if (functions.some((each) => each.name === name) || NOUNS.has(file.slice("domain/".length))) return false;
  return functions.length > 0 && (hasVerbAndNoun(name) || (functions.length === 1 && values === 0));
}

test("every function that the domain exports is a verb and a noun", () => {
  const named = files
    .filter((file) => !isLanguage(file))
    .flatMap((file) =>
      exportsOf(file).functions.map(({ name }) => ({ name, key: `${file.slice("domain/".length)}#${name}` })),
    );
  expect(named.length).toBeGreaterThan(300);
  const wrong = named.filter(({ name, key }) => !hasVerbAndNoun(name) && !(key in BARE)).map(({ key }) => key);
  expect(wrong).toEqual([]);
  const used = new Set(named.map(({ name }) => wordsOf(name)[0]));
  expect([...VERBS].filter((verb) => !used.has(verb))).toEqual([]);
  expect(Object.keys(BARE).filter((key) => !named.some((each) => each.key === key))).toEqual([]);
  expect(["team", "queue", "close", "orderView", "getOrder", "isOpen"].filter(hasVerbAndNoun)).toEqual([
    "getOrder",
    "isOpen",
  ]);
});

test("a file has one verb and its name", () => {
  const wrong = files.filter((file) => !isLanguage(file) && isWronglyNamed(file, exportsOf(file)));
  expect(wrong).toEqual([]);
  const judged = (file: string, text: string) => isWronglyNamed(file, exportsOf(file, text));
  const close = "export async function closeTicket(ctx: WriteCtx) {}";
  expect(judged("domain/tickets/close-ticket.ts", close)).toBe(false);
  expect(judged("domain/tickets/closing.ts", close)).toBe(true);
  expect(judged("domain/tickets/close-ticket.ts", `${close} export async function openTicket(ctx: WriteCtx) {}`)).toBe(
    true,
  );
  expect(judged("domain/tickets/list-tickets.ts", "export function countTickets() {}")).toBe(true);
});
