import type { Rule } from "eslint";

const FILE_MODULES = new Set(["fs", "node:fs", "fs/promises", "node:fs/promises"]);

/**
 * Opening the database file beside SQLite and closing it again drops SQLite's locks on it (POSIX advisory locks belong
 * to the process, https://www.sqlite.org/howtocorrupt.html, 2.2). Files are the business of providers/ and ops/.
 */
export const noDatabaseFs: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "forbid the file system in the app, its components and the rules" },
    messages: { files: "Reach files through providers/files: this code must never touch the database's file." },
    schema: [],
  },
  create(context) {
    const refuse = (node: Rule.Node, source: { type: string; value?: unknown } | null | undefined) => {
      if (typeof source?.value === "string" && FILE_MODULES.has(source.value)) {
        context.report({ node, messageId: "files" });
      }
    };
    return {
      ImportDeclaration: (node) => refuse(node, node.source),
      ExportNamedDeclaration: (node) => refuse(node, node.source),
      ExportAllDeclaration: (node) => refuse(node, node.source),
      ImportExpression: (node) => refuse(node, node.source),
      CallExpression(node) {
        const { callee } = node;
        const isRequire = callee.type === "Identifier" && callee.name === "require";
        const isBuiltin =
          callee.type === "MemberExpression" &&
          callee.property.type === "Identifier" &&
          callee.property.name === "getBuiltinModule";
        if (isRequire || isBuiltin) refuse(node, node.arguments[0]);
      },
    };
  },
};
