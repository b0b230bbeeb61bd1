import type { Rule } from "eslint";

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
};

const FUNCTIONS = new Set(["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"]);

/** Where each of the two may come from; a function of the same name from elsewhere does not count. */
const CHECKS = {
  authorize: /(^|\/)policy(\.ts)?$/,
  audit: /(^|\/)audit(\.ts)?$/,
} as const;
type Check = keyof typeof CHECKS;

function takesWriteCtx(fn: Syntax): boolean {
  const first = fn.params?.[0];
  const parameter = first?.type === "AssignmentPattern" ? first.left : first;
  const type = parameter?.typeAnnotation?.typeAnnotation;
  return type?.type === "TSTypeReference" && type.typeName?.name === "WriteCtx";
}

type Named = { name: string; fn: Syntax };

/** The functions that a file declares at its top, and which of them it exports. */
function functionsOf(program: Syntax[]): { exported: Named[]; own: Map<string, Syntax> } {
  const declared = (statement: Syntax): Named[] => {
    if (FUNCTIONS.has(statement.type)) return [{ name: statement.id?.name ?? "default", fn: statement }];
    return (statement.declarations ?? []).flatMap(({ id, init }) =>
      init && FUNCTIONS.has(init.type) ? [{ name: id.name ?? "", fn: init }] : [],
    );
  };
  const own = new Map(program.flatMap(declared).map(({ name, fn }) => [name, fn]));
  const exported: Named[] = [];
  for (const statement of program) {
    if (statement.declaration) exported.push(...declared(statement.declaration));
    for (const name of namesExportedBy(statement)) {
      const fn = own.get(name);
      if (fn) exported.push({ name, fn });
    }
  }
  for (const { name } of exported) own.delete(name);
  return { exported, own };
}

/** `export { a, b }` and `export default a`. */
function namesExportedBy(statement: Syntax): string[] {
  const listed = statement.source ? [] : (statement.specifiers ?? []).map(({ local }) => local?.name);
  const byDefault = statement.type === "ExportDefaultDeclaration" ? [statement.declaration?.name] : [];
  const isExport = statement.type.startsWith("Export");
  return isExport ? [...listed, ...byDefault].filter((name) => name !== undefined) : [];
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
 * Every verb that writes asks the policy and leaves an audit row, itself or through a function of its own file that it
 * does not export: calling another verb that does is not enough, because the other one may change.
 */
export const writeVerbsCheck: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "require authorize() and audit() in every exported function that takes a WriteCtx" },
    messages: {
      authorize: "{{verb}} writes without asking the policy: call authorize() from domain/policy.ts.",
      audit: "{{verb}} writes without leaving a trace: call audit() from domain/audit.ts.",
    },
    schema: [],
  },
  create(context) {
    // ESLint's types know nothing of TypeScript's nodes.
    const program = context.sourceCode.ast.body as unknown as Syntax[];
    const checks = importedChecks(program);
    const { exported, own } = functionsOf(program);
    const calledIn = new Map<unknown, Set<string>>();

    /** Whether `fn` calls `check`, at once or through functions of this file; `seen` ends a recursion. */
    const reaches = (fn: Syntax, check: Check, seen = new Set<Syntax>()): boolean => {
      if (seen.has(fn)) return false;
      seen.add(fn);
      return [...(calledIn.get(fn) ?? [])].some((name) => {
        const helper = own.get(name);
        return checks.get(name) === check || (helper !== undefined && reaches(helper, check, seen));
      });
    };

    return {
      CallExpression(node) {
        if (node.callee.type !== "Identifier") return;
        for (let around: Rule.Node | null = node.parent; around; around = around.parent) {
          if (!FUNCTIONS.has(around.type)) continue;
          calledIn.set(around, (calledIn.get(around) ?? new Set()).add(node.callee.name));
        }
      },
      "Program:exit"() {
        for (const { name: verb, fn } of exported.filter(({ fn }) => takesWriteCtx(fn))) {
          for (const check of Object.keys(CHECKS) as Check[]) {
            if (reaches(fn, check)) continue;
            // A node of our own description is one of ESLint's.
            context.report({ node: fn as unknown as Rule.Node, messageId: check, data: { verb } });
          }
        }
      },
    };
  },
};
