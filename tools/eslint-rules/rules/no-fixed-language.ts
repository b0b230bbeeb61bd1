import type { Rule } from "eslint";

/** The parts of a node that this rule looks at; JSX has no types in ESLint's own. */
type Node = Rule.Node & {
  value?: unknown;
  name?: unknown;
  expression?: Node;
  elements?: unknown;
  arguments?: unknown;
  callee?: unknown;
  key?: unknown;
};
type Named = { name?: unknown; value?: unknown; property?: { name?: unknown } } | undefined;

/** Functions that write a number, a date or a name in a language. */
const WRITERS =
  /^(toLocaleString|toLocaleDateString|toLocaleTimeString|NumberFormat|DateTimeFormat|DisplayNames|ListFormat|PluralRules|RelativeTimeFormat)$/;

/** What a table keeps as a word of the code. */
const ENUM = /^(state|status|kind|priority|level|role|outcome|severity)$/;

/** What a person reads, among the properties of what is handed to a component. */
const READ = /^(label|title|hint|words|term|caption|.+(Label|Text|Words|Title))$/;

/** What is shown is written in its reader's language: no locale stands in the code, and no word of the code on a page. */
export const noFixedLanguage: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "forbid a fixed locale, and a stored word that is shown as it is" },
    messages: {
      locale: "Write it in the reader's language: getLocale(), formatNumber(), formatInstant() or a message.",
      stored: "Show a message that stands for `{{name}}`: it is stored as a word of the code.",
    },
    schema: [],
  },
  create(context) {
    const checkLocale = (node: Node) => {
      const callee = node.callee as Named;
      const [first] = (node.arguments as Node[] | undefined) ?? [];
      const one = first?.type === "ArrayExpression" ? (first.elements as Named[])[0] : (first as Named);
      if (WRITERS.test(String(callee?.property?.name)) && typeof one?.value === "string") {
        context.report({ node, messageId: "locale" });
      }
    };
    /** `{order.state}` in a page. */
    const checkShown = (node: Node | undefined) => {
      const name = String((node as Named)?.property?.name);
      if (node?.type === "MemberExpression" && ENUM.test(name)) {
        context.report({ node, messageId: "stored", data: { name } });
      }
    };
    const listener: Record<string, (node: Node) => void> = {
      CallExpression: checkLocale,
      NewExpression: checkLocale,
      "JSXElement > JSXExpressionContainer": ({ expression }) => checkShown(expression),
      "JSXFragment > JSXExpressionContainer": ({ expression }) => checkShown(expression),
      Property({ key, value }) {
        if (READ.test(String((key as Named)?.name))) checkShown(value as Node);
      },
    };
    return listener as Rule.RuleListener;
  },
};
