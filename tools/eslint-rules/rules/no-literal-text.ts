import type { Rule } from "eslint";

type Options = { calls?: string[]; rules?: boolean; prints?: boolean };
/** The parts of a node that this rule looks at; JSX has no types in ESLint's own. */
type Node = Rule.Node & {
  value?: unknown;
  name?: { name?: unknown };
  expression?: Node;
  quasis?: { value: { cooked?: string | null } }[];
  consequent?: Node;
  alternate?: Node;
  left?: Node;
  right?: Node;
  operator?: string;
  callee?: Node & { name?: unknown };
  arguments?: Node[];
  key?: { name?: unknown; value?: unknown };
};

/** What a person reads or hears, among the attributes of elements and the properties of what is handed to them. */
const READ =
  /^(label|title|placeholder|alt|description|hint|legend|heading|lede|noun|summary|words|term|explanation|subject|caption|empty|question|note|aria-(label|description|roledescription|valuetext)|.+(Label|Text|Words|Title|Hint))$/;

/** What a person never reads, however it looks: a list of classes, an address, styles. */
const UNREAD = /^(className|href|style|src|id|key|action|d|adjustFontFallback|colorScheme)$/;

/** What is stored in words of the code. Whoever shows it looks them up: components/ui/stored-words.ts. */
const STORED = /^(why|reason)$/;

/** What is in no language: a mark, a number, codes in capitals, a name of ours, a header of HTTP. */
const isWords = (text: string) =>
  (/\p{L}{2}/u.test(text) || /§ \p{L}/u.test(text)) &&
  /\p{Ll}/u.test(text) &&
  !SQL.test(text) &&
  !/^(Matricula|IBAN|CSV|JSON|API|Bearer realm=.*|[A-Z0-9_]+|[a-z0-9_./:#@-]+)$/.test(text.trim());

/** A gap of a template, while it is parsed. */
const GAP = "\u00a7";

/** A statement for a database. */
const SQL =
  /^(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|DROP|PRAGMA|BEGIN|COMMIT|DECLARE|FETCH|VACUUM|REINDEX|SET LOCAL|WITH|CLOSE|CAST|DO)\b/;

/** A sentence or a name of several words, wherever it stands: `Opens later`, `Nothing was charged.` */
const isSentence = (text: string) =>
  /^[\p{Lu}\p{N}“„«§].*\p{L}\s+[\p{L}\p{N}(“§].*$|^\p{Lu}\p{Ll}+[.?!]$/su.test(text.trim());

/** Words with a blank between them and nothing that only code has: `list of`, `§ m`, `called off`. */
function isPhrase(text: string): boolean {
  const tokens = text.trim().split(/\s+/);
  const isWord = (token: string) => /^[“"(]?\p{L}+(?:[’']\p{L}+)?[.,:;?!)”"]*$/u.test(token);
  return tokens.length > 1 && tokens.some(isWord) && !tokens.some((token) => /[-_=<>#[\]/{}|&+*]|:./.test(token));
}

/** What rules say without a page: the words of a refusal, of a field, of an issue. */
const SAID = /^(message|error|problem|reason|fields)$/;

/** A check of a schema that takes its words last: `.min(1, "…")`, `.refine(isVisible, "…")`. */
const CHECK = /^(min|max|length|int|gte?|lte?|multipleOf|regex|refine|startsWith|endsWith|includes|nonempty)$/;

/** What nobody but us reads: our own mistakes, the log, addresses of code. */
const OURS =
  /^(Error|TypeError|RangeError|SyntaxError|log|warn|error|info|debug|require|cx|RegExp|describe|test|expect)$/;

/** An error of ours that a person is told; the language's own are for whoever reads the code. */
const TOLD = /^(?!Type|Range|Syntax)\w+Error$/;

/** A key itself, what is stored, and what is one of `style={{ … }}`. */
function isUnreadProperty(property: Node, node: unknown): boolean {
  const name = String(property.key?.name);
  // The key of a table is what something is kept as.
  if (property.key === node || UNREAD.test(name) || STORED.test(name) || isInMeta(property)) return true;
  const container = (property as { parent?: { parent?: { parent?: Node } } }).parent?.parent?.parent;
  return (container?.type as string) === "JSXAttribute" && container?.name?.name === "style";
}

/** Whether a property describes an operation of the API, which is in English as the API's names are: `.meta({ … })`. */
function isInMeta(node: Node): boolean {
  const call = (node as { parent?: { parent?: Node } }).parent?.parent as
    | (Node & { callee?: { property?: { name?: unknown } } })
    | undefined;
  return call?.type === "CallExpression" && call.callee?.property?.name === "meta";
}

/** What is judged of an expression whose value a person reads. */
function createChecks(report: (node: Node, text: string) => void) {
  /** A literal, or one of those that an expression chooses among. */
  const check = (node: Node | undefined): void => {
    if (!node) return;
    if (node.type === "Literal" && typeof node.value === "string") report(node, node.value);
    else if (node.type === "TemplateLiteral")
      report(node, (node.quasis ?? []).map(({ value }) => value.cooked ?? "").join(GAP));
    else if (node.type === "ConditionalExpression") [node.consequent, node.alternate].forEach(check);
    else if (node.type === "LogicalExpression")
      [node.operator === "&&" ? undefined : node.left, node.right].forEach(check);
    else if (node.type === "BinaryExpression" && node.operator === "+") [node.left, node.right].forEach(check);
  };
  /** A text, or an object with one for each field. */
  const checkSaid = (node: Node) => {
    check(node);
    const { properties = [] } = node as { properties?: readonly { value?: unknown }[] };
    for (const { value } of properties) check(value as Node | undefined);
  };
  const checkSchema = ({ callee, arguments: given = [] }: Node) => {
    const { object, property } = (callee ?? {}) as { object?: Node; property?: Node };
    if (CHECK.test(String(property?.name)) && given.length > 1) check(given.at(-1) as Node);
    if (String(object?.name) === "z" && String(property?.name) !== "literal") check(given[0] as Node | undefined);
  };
  return { check, checkSaid, checkSchema };
}

/** Whatever a person reads is a message of the catalogue, so that all of it is read in one place and said in every language. */
export const noLiteralText: Rule.RuleModule = {
  meta: {
    type: "problem",
    docs: { description: "forbid text for people outside messages/" },
    messages: { literal: 'Put "{{text}}" into messages/en and write t("area.name") here.' },
    // `calls`: functions whose first argument a person reads, such as the parts of a mail. `rules`: for code that names messages
    // and formats none: what a Refusal, a field or a check of a schema says is judged as well. `prints`: for commands: what goes to
    // the terminal, and what an error of ours says.
    schema: [
      {
        type: "object",
        properties: {
          calls: { type: "array", items: { type: "string" } },
          rules: { type: "boolean" },
          prints: { type: "boolean" },
        },
        additionalProperties: false,
      },
    ],
  },
  create(context) {
    const { calls = [], rules = false, prints = false } = (context.options[0] ?? {}) as Options;
    const reported = new Set<unknown>();
    const report = (node: Node, text: string) => {
      const said = text.trim().replaceAll(/\s+/g, " ");
      if (reported.has(node) || !isWords(said)) return;
      reported.add(node);
      context.report({ node, messageId: "literal", data: { text: said.slice(0, 60) } });
    };
    const { check, checkSaid, checkSchema } = createChecks(report);
    const isOurs = (node: Node): boolean => {
      const { parent } = node as { parent?: Node & { parent?: Node } };
      // className={`…`} has an expression between the attribute and its text; styles are an element's whole content.
      if ((parent?.type as string) === "JSXExpressionContainer") {
        const outer = parent?.parent as (Node & { openingElement?: { name?: { name?: unknown } } }) | undefined;
        if ((outer?.type as string) === "JSXAttribute") return UNREAD.test(String(outer?.name?.name));
        if (outer?.openingElement?.name?.name === "style") return true;
      }
      if (
        !parent ||
        /^(ImportDeclaration|ExportNamedDeclaration|ExportAllDeclaration|ImportExpression|TSLiteralType|ExpressionStatement|SwitchCase|TaggedTemplateExpression|JSXAttribute)$/.test(
          parent.type,
        )
      )
        return true;
      if (parent.type === "BinaryExpression" && parent.operator !== "+") return true;
      if (parent.type === "Property" && isUnreadProperty(parent as Node, node)) return true;
      if (parent.type !== "CallExpression" && parent.type !== "NewExpression") return false;
      const callee = parent.callee as (Node & { property?: { name?: unknown } }) | undefined;
      return OURS.test(String(callee?.name ?? callee?.property?.name));
    };
    const sentence = (node: Node, text: string) => {
      if (!reported.has(node) && !isOurs(node) && (isSentence(text) || (!rules && isPhrase(text)))) report(node, text);
    };
    const listener: Record<string, (node: Node) => void> = {
      JSXText: (node) => report(node, String(node.value)),
      "JSXElement > JSXExpressionContainer": (node) => {
        const { parent } = node as { parent?: { openingElement?: { name?: { name?: unknown } } } };
        if (parent?.openingElement?.name?.name !== "style") check(node.expression);
      },
      "JSXFragment > JSXExpressionContainer": (node) => check(node.expression),
      JSXAttribute(node) {
        if (!READ.test(String(node.name?.name))) return;
        const value = node.value as Node | null;
        check((value?.type as string) === "JSXExpressionContainer" ? value?.expression : (value ?? undefined));
      },
      Property(node) {
        const name = String(node.key?.name ?? node.key?.value);
        if (READ.test(name) && !isInMeta(node)) check(node.value as Node);
        if (rules && SAID.test(name)) checkSaid(node.value as Node);
      },
      "Literal:exit": (node) => typeof node.value === "string" && sentence(node, node.value),
      "TemplateLiteral:exit": (node) =>
        sentence(node, (node.quasis ?? []).map(({ value }) => value.cooked ?? "").join(GAP)),
      CallExpression(node) {
        if (calls.includes(String(node.callee?.name))) check(node.arguments?.[0]);
        if (rules) checkSchema(node);
        if (prints && (node.callee as { object?: Node } | undefined)?.object?.name === "console")
          check(node.arguments?.[0]);
      },
      NewExpression(node) {
        if (prints && TOLD.test(String(node.callee?.name))) check(node.arguments?.[0]);
      },
    };
    return listener as Rule.RuleListener;
  },
};
