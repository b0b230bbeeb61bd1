import type { Rule } from "eslint";
import { lastName } from "../ast.ts";

/** The parts of the syntax tree that this rule reads, TypeScript's own nodes included. */
type Syntax = {
  type: string;
  name?: string;
  imported?: Syntax;
  local?: Syntax;
  source?: { value?: unknown } | null;
  specifiers?: Syntax[];
  declaration?: Syntax | null;
  declarations?: { id: Syntax; init?: Syntax | null }[];
  id?: Syntax | null;
  init?: Syntax | null;
  params?: Syntax[];
  left?: Syntax;
  typeAnnotation?: Syntax;
  typeName?: Syntax;
  body?: Syntax | Syntax[];
};

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** Where each of the two may come from; a function of the same name from elsewhere does not count. */
const CHECKS = {
  authorize: /(^|\/)policy(\.ts)?$/,
  audit: /(^|\/)(kernel\/)?audit(\.ts)?$/,
} as const;
type Check = keyof typeof CHECKS;

function takesWriteCtx(fn: Syntax): boolean {
  const first = fn.params?.[0];
  const parameter = first?.type === "AssignmentPattern" ? first.left : first;
  const type = parameter?.typeAnnotation?.typeAnnotation;
  return type?.type === "TSTypeReference" && type.typeName?.name === "WriteCtx";
}

/** The functions that a file exports, with the name they are known by. */
function exportedFunctions(program: Syntax[]): { name: string; fn: Syntax }[] {
  const byName = new Map<string, Syntax>();
  const exported: { name: string; fn: Syntax }[] = [];
  const functionsOf = (statement: Syntax): { name: string; fn: Syntax }[] => {
    if (statement.type === "FunctionDeclaration") return [{ name: statement.id?.name ?? "default", fn: statement }];
    if (FUNCTIONS.has(statement.type)) return [{ name: "default", fn: statement }];
    return (statement.declarations ?? []).flatMap(({ id, init }) =>
      init && FUNCTIONS.has(init.type) ? [{ name: id.name ?? "", fn: init }] : [],
    );
  };
  for (const statement of program) {
    for (const { name, fn } of functionsOf(statement)) byName.set(name, fn);
    if (statement.declaration) exported.push(...functionsOf(statement.declaration));
  }
  for (const statement of program) {
    const listed =
      statement.type === "ExportNamedDeclaration" && !statement.source
        ? (statement.specifiers ?? []).map(({ local }) => local?.name)
        : statement.type === "ExportDefaultDeclaration"
          ? [statement.declaration?.name]
          : [];
    for (const name of listed) {
      const fn = name === undefined ? undefined : byName.get(name);
      if (name !== undefined && fn) exported.push({ name, fn });
    }
  }
  return exported;
}

/** The names under which this file knows `authorize` and `audit`. */
function importedChecks(program: Syntax[]): Map<string, Check> {
  const local = new Map<string, Check>();
  for (const statement of program) {
    const source = statement.type === "ImportDeclaration" ? statement.source?.value : undefined;
    if (typeof source !== "string") continue;
    for (const specifier of statement.specifiers ?? []) {
      const check = specifier.imported?.name as Check | undefined;
      if (check && specifier.local?.name && check in CHECKS && CHECKS[check].test(source)) {
        local.set(specifier.local.name, check);
      }
    }
  }
  return local;
}

/**
 * Every verb that writes asks the policy and leaves an audit row, itself: calling another verb that does is not enough,
 * because the other one may change.
 */
export const writeVerbsCheck: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "require authorize() and audit() in every exported function that takes a WriteCtx" },
    messages: {
      authorize: "{{verb}} writes without asking the policy: call authorize() from domain/policy.ts.",
      audit: "{{verb}} writes without leaving a trace: call audit() from domain/kernel/audit.ts.",
    },
    schema: [],
  },
  create(context) {
    const program = context.sourceCode.ast.body as unknown as Syntax[];
    const checks = importedChecks(program);
    const called = new Map<unknown, Set<Check>>();
    return {
      CallExpression(node) {
        const check = node.callee.type === "Identifier" ? checks.get(lastName(node.callee) ?? "") : undefined;
        if (check === undefined) return;
        for (let around: Rule.Node | null = node.parent; around; around = around.parent) {
          if (FUNCTIONS.has(around.type)) called.set(around, (called.get(around) ?? new Set()).add(check));
        }
      },
      "Program:exit"() {
        for (const { name: verb, fn } of exportedFunctions(program)) {
          if (!takesWriteCtx(fn)) continue;
          for (const check of Object.keys(CHECKS) as Check[]) {
            if (called.get(fn)?.has(check)) continue;
            context.report({ node: fn as unknown as Rule.Node, messageId: check, data: { verb } });
          }
        }
      },
    };
  },
};
