/* eslint-disable max-lines -- one pass over a file that shares what it has found; it goes when the last folder is done */
/**
 * Moves what a person reads from code into messages/en/<area>.json, and leaves t("area.name", { gaps }) in its place.
 *
 *   node tools/extract-messages/extract-messages.ts [--count [--list] | --dry] [--area AREA] FILE…
 *
 * For the move of all texts into the catalogue, folder by folder; it goes when the last folder is done. Afterwards: format, then
 * `npm run messages`, and tsc says which functions must be given `t`.
 *
 * --count  counts texts by folder and kind, writes nothing     --dry  prints what would be changed
 * What it cannot do by itself it prints at the end as "BY HAND".
 */
import { createRequire } from "node:module";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import type TS from "typescript";

const ts = createRequire(`${process.cwd()}/`)("typescript") as typeof TS;
const { values: options, positionals: files } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "boolean" },
    dry: { type: "boolean" },
    area: { type: "string" },
    browser: { type: "boolean" },
    list: { type: "boolean" },
  },
});

// ---------------------------------------------------------------- what is text, and where

/** Attributes that a person reads or hears. */
const READ_ATTRIBUTES =
  /^(label|title|placeholder|alt|description|hint|legend|heading|lede|noun|summary|text|words|caption|empty|question|confirm|note|aria-(label|description|roledescription|valuetext)|.*(Label|Text|Words|Title|Hint))$/;
/** Properties of an object that a person reads. */
const READ_PROPERTIES =
  /^(label|title|description|explanation|words|text|term|heading|hint|legend|lede|placeholder|summary|message|subject|bad|about|mend|what|note|caption|empty|alt|noun|.*(Label|Text|Words|Title|Hint))$/;
const NEVER_ATTRIBUTES =
  /^(className|href|src|type|name|id|key|htmlFor|autoComplete|variant|tone|size|form|formAction|role|rel|target|method|action|accept|pattern|inputMode|lang|dir|width|icon|as|value|style|d|viewBox|fill|stroke.*|xmlns|data-.*|aria-(current|live|hidden|controls|labelledby|describedby|haspopup|expanded|invalid|sort)|here|current|slot|encType|property|content|http-equiv|spellCheck|enterKeyHint|next|scope|precedence|how|.*(Class|ClassName|Href|Id|Name|Path))$/;
/** Functions whose text arguments nobody but us reads. */
const NEVER_CALLS =
  /^(cx|require|import|fetch|log|warn|error|info|debug|Error|TypeError|RangeError|SyntaxError|startsWith|endsWith|includes|split|join|replace|replaceAll|match|test|get|set|has|append|delete|redirect|RegExp|URL|URLSearchParams|Symbol|for|createElement|querySelector|querySelectorAll|addEventListener|removeEventListener|setAttribute|getAttribute|sql|raw|as|eq|like|index|text|integer|system|newId|param|localeCompare|toLocaleString|toLocaleDateString|DateTimeFormat|NumberFormat|PluralRules|padEnd|padStart|audit|assertMay|requireMay|may|noteSecurityEvent|createHash|update|digest|createHmac|getSetting|exec|span|note|literal|enum|z|regex|brand|headers|cookies|revalidatePath)$/;
/** In mails these make a part out of words. */
const MAIL_PARTS = new Set(["text", "aside", "button", "link", "quote", "hello", "facts"]);
/** Elements that stand inside a sentence. */
const INLINE =
  /^(a|b|strong|i|em|bdi|span|code|kbd|q|abbr|time|small|mark|br|sub|sup|Money|DateTime|Link|Email|Amount|LookAgain|Wrapped|WithCode)$/;

/** Whether a string literal looks as if it were read: words with a blank between, or one word with a capital. */
function looksRead(text: string): boolean {
  const words = text.trim();
  if (!/\p{L}/u.test(words)) return false;
  if (/^[a-z0-9_.:/#@[\]()!%-]+$/.test(words)) return false; // one token: a class, a path, a code
  if (/^[A-Z0-9_]+$/.test(words)) return false;
  if (/^(\/|https?:|#|\.|@|--)/.test(words)) return false;
  if (
    /\b(text|bg|border|grid|flex|gap|px|py|mt|mb|ml|mr|min-w|max-w|rounded|font|sm:|lg:|hover:|w|h)-?[\w[\]./:()-]*\s/.test(
      words,
    ) &&
    !/[.?!,]/.test(words) &&
    /[-:[]/.test(words)
  )
    return false;
  if (/^[A-Z][a-zA-Z]+\/[A-Z]/.test(words)) return false; // Europe/Zurich
  if (/^[a-z]+([A-Z][a-z]+)+$/.test(words)) return false; // camelCase
  if (
    /^(select|insert|update|delete|create|pragma|begin|commit|with|alter|drop|vacuum|analyze|set|show|lock|explain)\s\S/i.test(
      words,
    ) &&
    /\s(from|into|set|table|index|where|transaction|checkpoint|local|journal|values)\s|\s=\s/i.test(words) &&
    !/[.!?]$/.test(words)
  )
    return false;
  return /\s/.test(words) ? /[a-zA-Z]{2}/.test(words) : /^\p{Lu}\p{Ll}+/u.test(words);
}

/** `bg-bad-soft text-bad`, `sm:w-52` */
function isClassList(text: string): boolean {
  const words = text.trim().split(/\s+/);
  return (
    words.every((word) => /^[!a-z0-9:[\]()./%#_,*&>-]+$/.test(word)) &&
    words.some((word) => /^([a-z]+:)*-?(bg|text|border|grid|flex|rounded|px|py|p|m|w|h|size|max|min|gap)-/.test(word))
  );
}

// ---------------------------------------------------------------- a file

type Kind = "jsx" | "attribute" | "property" | "string" | "template" | "refusal" | "zod" | "mail" | "cli" | "module";
type Edit = { from: number; to: number; with: string };
type Found = { kind: Kind; key: string; text: string; file: string; line: number };
type Mode = "server" | "client" | "mail" | "domain" | "command" | "edge";

const catalogues = new Map<string, Map<string, string>>();
const found: Found[] = [];
const byHand: string[] = [];

function areaOf(file: string): string {
  if (options.browser) return "browser";
  if (options.area) return options.area;
  const parts = file.replaceAll(/\(.*?\)\/|\[.*?\]\//g, "").split("/");
  const plain = (name: string) =>
    name
      .replace(/\.tsx?$/, "")
      .replaceAll("-", "_")
      .replace(/^_/, "");
  if (parts[0] === "app" && parts[1] === "admin") return parts.length > 3 ? `admin_${plain(parts[2] ?? "")}` : "admin";
  if (parts[0] === "app") return parts.length > 2 ? plain(parts[1] ?? "").replace("edge", "shell") : "shell";
  if (parts[0] === "components") return plain(parts[1] ?? "");
  if (file.startsWith("domain/mail/")) return "mail";
  if (file === "domain/kernel/refusal.ts") return "refusals";
  if (parts[0] === "domain") return plain(parts[1] ?? "");
  if (parts[0] === "ops") return parts[1] === "doctor" ? "doctor" : parts[1] === "backup" ? "backup" : "cli";
  return parts.length > 1 ? plain(parts[0] ?? "") : "settings";
}

function catalogueOf(area: string): Map<string, string> {
  let known = catalogues.get(area);
  if (!known) {
    const file = `messages/en/${area}.json`;
    known = new Map(
      existsSync(file) ? Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, string>) : [],
    );
    catalogues.set(area, known);
  }
  return known;
}

/** A name that reads as the sentence begins: `your_seat_is_held_while_you_pay`. */
function nameOf(text: string, role: string): string {
  const bare = text
    .replaceAll(/\{(\w+), (?:plural|select), (?:=\d+|\w+) \{([^{}]*)\}.*/g, "$2")
    .replaceAll(/<\/?\w+>/g, "")
    .replaceAll(/\{[^{}]*\}/g, " ")
    .replaceAll(/['’]/g, "")
    .replaceAll(/\be-mail/gi, "email");
  // The first sentence says enough.
  const [sentence = bare] = bare.trim().split(/(?<=\w\w)[.?!;](?:\s|$)/);
  const words = (/[a-z]/i.test(sentence) ? sentence : bare)
    .toLowerCase()
    .normalize("NFKD")
    .match(/[a-z0-9]+/g) ?? ["text"];
  let name = "";
  let isCut = false;
  for (const word of words) {
    isCut = name.length + word.length > 40;
    if (isCut) break;
    name = name === "" ? word : `${name}_${word}`;
  }
  if (isCut)
    name = name.replace(/(_(the|a|an|of|to|and|or|is|are|it|its|that|for|with|your|by|as|so|at|in|on|no|not))+$/, "");
  if (/^\d/.test(name)) name = `n${name}`;
  const ending = role.replace(/^page_/, "");
  return role && !name.endsWith(ending) ? `${name}_${ending}` : name;
}

/** Enters a text in the catalogue and gives its key; the same text in the same area has one. */
function keyFor(area: string, text: string, role: string, prefix = "", given?: string): string {
  const known = catalogueOf(area);
  const wanted = given ?? `${prefix}${nameOf(text, role)}`;
  let name = wanted;
  for (let more = 2; known.has(name) && known.get(name) !== text; more++) name = `${wanted}_${more}`;
  known.set(name, text);
  return `${area}.${name}`;
}

/** ICU reads braces, tags and an apostrophe before one of them. */
const icu = (text: string) =>
  text
    .replaceAll(/'(?=[{}<])/g, "''")
    .replaceAll(/[{}]/g, "'$&'")
    .replaceAll(/<(?=[a-zA-Z/])/g, "'<'");

class FileWork {
  readonly edits: Edit[] = [];
  readonly taken = new Set<TS.Node>();
  readonly needs = new Set<TS.Node>();
  readonly moduleKeys = new Map<string, TS.Node>();
  usesMessage = false;
  usesRich = false;
  readonly file: string;
  readonly source: TS.SourceFile;
  readonly text: string;
  readonly mode: Mode;
  readonly area: string;
  readonly prefix: string;
  metadata: TS.VariableStatement | undefined;

  constructor(file: string) {
    this.file = file;
    this.text = readFileSync(file, "utf8");
    this.source = ts.createSourceFile(
      file,
      this.text,
      ts.ScriptTarget.Latest,
      true,
      file.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
    );
    this.area = areaOf(file);
    this.mode = this.findMode();
    this.prefix =
      this.mode === "mail" && file.includes("/templates/") ? `${path.basename(file, ".ts").replaceAll("-", "_")}_` : "";
  }

  private findMode(): Mode {
    if (/^\s*(\/\*[\s\S]*?\*\/|\/\/.*\n|\s)*["']use client["']/.test(this.text))
      return options.browser ? "server" : "client";
    if (this.file.startsWith("domain/mail/")) return "mail";
    if (this.file.startsWith("domain/") || this.file.startsWith("providers/")) return "domain";
    if (/^(ops|settings|config|bench|faults)/.test(this.file)) return "command";
    return this.file.startsWith("components/") || this.file.endsWith(".tsx") ? "server" : "edge";
  }

  line(node: TS.Node): number {
    return this.source.getLineAndCharacterOfPosition(node.getStart(this.source)).line + 1;
  }

  note(node: TS.Node, what: string): void {
    byHand.push(`${this.file}:${this.line(node)} ${what}`);
  }

  src(node: TS.Node): string {
    return this.text.slice(node.getStart(this.source), node.end);
  }

  record(kind: Kind, node: TS.Node, key: string, text: string): void {
    found.push({ kind, key, text, file: this.file, line: this.line(node) });
  }

  // ------------------------------------------------------------ names of gaps

  gapName(node: TS.Expression): string {
    // A gap is named as the variable is, so that most are given by their name alone.
    const plain = (name: string) =>
      /^[A-Z0-9_]+$/.test(name)
        ? name.toLowerCase().replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
        : `${name[0]?.toLowerCase()}${name.slice(1)}`;
    if (ts.isIdentifier(node)) return plain(node.text);
    if (ts.isPropertyAccessExpression(node)) return node.name.text === "length" ? "count" : plain(node.name.text);
    if (ts.isCallExpression(node)) {
      const callee = ts.isPropertyAccessExpression(node.expression)
        ? node.expression.name.text
        : this.src(node.expression);
      if (
        /^toLocale(String|DateString|UpperCase|LowerCase)$|^slice$|^trim$|^toString$|^toFixed$|^replace(All)?$|^padStart$|^getTime$/.test(
          callee,
        ) &&
        ts.isPropertyAccessExpression(node.expression)
      )
        return this.gapName(node.expression.expression);
      const [first] = node.arguments;
      if (/^(format|isolate|String|Number|display|in|say|to|as)/.test(callee) && first) return this.gapName(first);
      if (callee === "join" && ts.isPropertyAccessExpression(node.expression))
        return this.gapName(node.expression.expression);
      return plain(callee).replace(/(Words|Of|Href)$/, "") || "value";
    }
    if (ts.isNonNullExpression(node) || ts.isAsExpression(node) || ts.isParenthesizedExpression(node))
      return this.gapName(node.expression);
    if (ts.isBinaryExpression(node)) return this.gapName(node.left);
    if (ts.isElementAccessExpression(node)) return this.gapName(node.expression).replace(/_?words$/, "") || "value";
    if (ts.isConditionalExpression(node)) return "value";
    return "value";
  }

  /** One gap more; the same expression has one name, another one another. */
  addGap(gaps: Map<string, string>, wanted: string, code: string): string {
    let name = wanted || "value";
    for (let more = 2; gaps.has(name) && gaps.get(name) !== code; more++) name = `${wanted}${more}`;
    gaps.set(name, code);
    return name;
  }

  // ------------------------------------------------------------ strings and templates

  isText(node: TS.Node): node is TS.StringLiteral | TS.NoSubstitutionTemplateLiteral {
    return ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node);
  }

  /** A string, a template, or strings put together by +: as ICU with its gaps. Undefined for anything else. */
  icuOf(node: TS.Expression, gaps: Map<string, string>): string | undefined {
    if (ts.isParenthesizedExpression(node)) return this.icuOf(node.expression, gaps);
    if (this.isText(node)) return icu(node.text);
    if (ts.isTemplateExpression(node)) {
      let text = icu(node.head.text);
      for (const { expression, literal } of node.templateSpans)
        text += this.gapIcu(expression, gaps) + icu(literal.text);
      return text;
    }
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
      const left = this.icuOf(node.left, gaps);
      const right = this.icuOf(node.right, gaps);
      if (left === undefined && right === undefined) return undefined;
      return (left ?? this.gapIcu(node.left, gaps)) + (right ?? this.gapIcu(node.right, gaps));
    }
    const plural = ts.isConditionalExpression(node) ? this.pluralOf(node, gaps) : undefined;
    return plural;
  }

  gapIcu(node: TS.Expression, gaps: Map<string, string>): string {
    if (ts.isConditionalExpression(node)) {
      const plural = this.pluralOf(node, gaps);
      if (plural !== undefined) return plural;
    }
    // A number is written by the language: `toLocaleString` would make a formatter anew at each call.
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      node.expression.name.text === "toLocaleString"
    ) {
      const [, ...how] = node.arguments;
      const number = node.expression.expression;
      if (how.length === 0) return `{${this.addGap(gaps, this.gapName(number), this.src(number))}, number}`;
    }
    const inner = this.rewritten(node);
    if (inner !== this.src(node))
      this.note(node, "a sentence is put together from messages: make one message of each, or a select");
    return `{${this.addGap(gaps, this.gapName(node), inner)}}`;
  }

  /** `n === 1 ? "One course" : `${n} courses`` is a plural. */
  pluralOf(node: TS.ConditionalExpression, gaps: Map<string, string>): string | undefined {
    const cases: [string, string][] = [];
    let at: TS.Expression = node;
    let counted: TS.Expression | undefined;
    const local = new Map(gaps);
    while (ts.isConditionalExpression(at)) {
      const test: TS.Expression = at.condition;
      if (!ts.isBinaryExpression(test) || test.operatorToken.kind !== ts.SyntaxKind.EqualsEqualsEqualsToken)
        return undefined;
      if (!ts.isNumericLiteral(test.right) || !/^[01]$/.test(test.right.text)) return undefined;
      if (counted && this.src(counted) !== this.src(test.left)) return undefined;
      counted = test.left;
      const words = this.icuOf(at.whenTrue, local);
      if (words === undefined) return undefined;
      cases.push([test.right.text === "1" ? "one" : "=0", words]);
      at = at.whenFalse;
      while (ts.isParenthesizedExpression(at)) at = at.expression;
    }
    const rest = this.icuOf(at, local);
    if (rest === undefined || !counted) return undefined;
    // "Free" of nothing and another sentence of everything else counts nothing.
    if (
      !cases.some(([which]) => which === "one") &&
      ![...local.values()].some((code) => code.startsWith(this.src(counted as TS.Expression)))
    )
      return undefined;
    const name = this.addGap(local, this.gapName(counted), this.src(counted));
    // The number itself is written as the language writes it.
    const shown = [...local].filter(
      ([, code]) =>
        code.startsWith(this.src(counted as TS.Expression)) &&
        code !== this.src(counted as TS.Expression) &&
        /toLocaleString/.test(code),
    );
    let other = rest.replaceAll(`{${name}, number}`, "#");
    for (const [shownName] of shown) {
      other = other.replaceAll(`{${shownName}}`, "#");
      local.delete(shownName);
    }
    other = other.replaceAll(`{${name}}`, "#");
    for (const [each, code] of local) gaps.set(each, code);
    return `{${name}, plural, ${cases.map(([which, words]) => `${which} {${words}}`).join(" ")} other {${other}}}`;
  }

  call(key: string, gaps: Map<string, string>, how: "t" | "rich" | "message"): string {
    const list = [...gaps].map(([name, code]) => (name === code ? name : `${name}: ${code}`));
    const given = list.length > 0 ? `, { ${list.join(", ")} }` : "";
    if (how === "message") this.usesMessage = true;
    if (how === "rich") this.usesRich = true;
    return `${how === "rich" ? "t.rich" : how}("${key}"${given})`;
  }

  /** The source of a node with every text inside it taken out; used where an expression stays in a gap. */
  rewritten(node: TS.Node): string {
    const before = this.edits.length;
    this.visit(node);
    const made = this.edits.splice(before);
    const start = node.getStart(this.source);
    return apply(
      this.text.slice(start, node.end),
      made.map((edit) => ({ ...edit, from: edit.from - start, to: edit.to - start })),
    );
  }

  /** Takes a text out of an expression. `role` ends its name: button, label, title. */
  takeText(node: TS.Expression, kind: Kind, role: string): boolean {
    const gaps = new Map<string, string>();
    if (ts.isConditionalExpression(node) && this.pluralOf(node, new Map()) === undefined) {
      // Both sides are texts of their own.
      let any = false;
      for (const side of [node.whenTrue, node.whenFalse]) any = this.takeText(side, kind, role) || any;
      return any;
    }
    if (ts.isParenthesizedExpression(node)) return this.takeText(node.expression, kind, role);
    if (ts.isTemplateExpression(node) && this.distribute(node, kind, role)) return true;
    const text = this.icuOf(node, gaps);
    if (text === undefined) return false;
    if (!/\p{L}/u.test(text.replaceAll(/\{\w+\}/g, ""))) return false;
    if (/^(\/|https?:|mailto:|\?|#)\S*$/.test(text.trim())) return false; // an address
    if (isClassList(text)) return false;
    if (text.includes("; Path=/;")) return false; // a cookie
    if (
      ts.isBinaryExpression(node.parent) &&
      ts.isPropertyAccessExpression(node.parent.left) &&
      /^(name|className)$/.test(node.parent.left.name.text)
    )
      return false;
    this.taken.add(node);
    const trimmed = text.trim();
    if (trimmed !== text)
      this.note(node, `blanks at the ends of "${text}" were dropped: the sentence around it wants one message`);
    const home = this.homeOf(node);
    const key = keyFor(this.area, trimmed, role, this.prefix, home === undefined ? this.tableName(node) : undefined);
    this.record(kind, node, key, trimmed);
    if (kind === "refusal" || kind === "zod" || this.mode === "domain") {
      this.edits.push({
        from: node.getStart(this.source),
        to: node.end,
        with:
          kind === "zod"
            ? this.call(key, gaps, "message").replace(/^message/, "says")
            : this.call(key, gaps, "message"),
      });
    } else if (home === undefined && this.mode !== "mail") {
      // Nobody reads at the top of a module: the constant holds the name.
      this.edits.push({
        from: node.getStart(this.source),
        to: node.end,
        with: gaps.size > 0 ? this.call(key, gaps, "message") : `"${key}"`,
      });
      const owner = this.moduleConst(node);
      if (owner) this.moduleKeys.set(owner, node);
      else this.note(node, `"${key}" stands at the top of the module: whoever shows it writes t(…)`);
    } else {
      if (home) this.needs.add(home);
      this.edits.push({ from: node.getStart(this.source), to: node.end, with: this.call(key, gaps, "t") });
    }
    return true;
  }

  /** `${isOpen ? "Go on paying" : "Pay"} ${amount}` is two messages, not one put together. */
  distribute(node: TS.TemplateExpression, kind: Kind, role: string): boolean {
    const choices = node.templateSpans.filter(({ expression }) => {
      let at: TS.Expression = expression;
      while (ts.isParenthesizedExpression(at)) at = at.expression;
      return (
        ts.isConditionalExpression(at) &&
        this.isText(at.whenTrue) &&
        this.isText(at.whenFalse) &&
        this.pluralOf(at, new Map()) === undefined
      );
    });
    const [only] = choices;
    if (choices.length !== 1 || !only) return false;
    if (/(className|href|Path|url|id)$/i.test(node.parent.getText(this.source).split(/[=:{]/)[0] ?? "")) return false;
    let choice: TS.Expression = only.expression;
    while (ts.isParenthesizedExpression(choice)) choice = choice.expression;
    if (!ts.isConditionalExpression(choice)) return false;
    const words = [choice.whenTrue, choice.whenFalse]
      .map((side) => (side as TS.StringLiteral).text.trim())
      .filter(Boolean);
    if (!words.some((word) => looksRead(word))) return false;
    const home = this.homeOf(node);
    const calls = [choice.whenTrue, choice.whenFalse].map((side) => {
      const gaps = new Map<string, string>();
      let text = icu(node.head.text);
      for (const { expression, literal } of node.templateSpans) {
        const words =
          expression === only.expression ? icu((side as TS.StringLiteral).text) : this.gapIcu(expression, gaps);
        text += words + icu(literal.text);
      }
      const key = keyFor(this.area, text.trim(), role, this.prefix);
      this.record(kind, node, key, text.trim());
      return this.call(key, gaps, this.mode === "domain" ? "message" : "t");
    });
    if (home) this.needs.add(home);
    this.edits.push({
      from: node.getStart(this.source),
      to: node.end,
      with: `${this.src(choice.condition)} ? ${calls[0]} : ${calls[1]}`,
    });
    return true;
  }

  // ------------------------------------------------------------ JSX

  /** Children of an element: runs of words with what stands inside them become one message each. */
  takeChildren(parent: TS.JsxElement | TS.JsxFragment): void {
    const role = this.roleOfElement(parent);
    let run: TS.JsxChild[] = [];
    const flush = () => {
      this.takeRun(run, role);
      run = [];
    };
    for (const child of parent.children) {
      if (this.isInline(child)) run.push(child);
      else {
        flush();
        this.visit(child);
      }
    }
    flush();
  }

  tagName(node: TS.Node): string {
    if (ts.isJsxElement(node)) return this.src(node.openingElement.tagName);
    return ts.isJsxSelfClosingElement(node) ? this.src(node.tagName) : "";
  }

  isInline(child: TS.JsxChild): boolean {
    if (ts.isJsxText(child)) return true;
    if (ts.isJsxExpression(child)) return child.expression !== undefined && !this.isDrawing(child.expression);
    if (ts.isJsxElement(child) || ts.isJsxSelfClosingElement(child))
      return INLINE.test(this.tagName(child)) && !/\bblock\b|sr-only/.test(this.classOf(child));
    return false;
  }

  classOf(node: TS.JsxElement | TS.JsxSelfClosingElement): string {
    const { attributes } = ts.isJsxElement(node) ? node.openingElement : node;
    const found = attributes.properties.find(
      (each) => ts.isJsxAttribute(each) && each.name.getText(this.source) === "className",
    );
    return found ? this.src(found) : "";
  }

  /** An expression that draws elements or lists, and is no word of a sentence. */
  isDrawing(node: TS.Expression): boolean {
    if (ts.isParenthesizedExpression(node)) return this.isDrawing(node.expression);
    if (ts.isJsxElement(node) || ts.isJsxFragment(node) || ts.isJsxSelfClosingElement(node)) return true;
    if (ts.isConditionalExpression(node)) return true;
    if (ts.isBinaryExpression(node) && /^(&&|\|\|)$/.test(node.operatorToken.getText(this.source))) return true;
    if (ts.isIdentifier(node) && node.text === "children") return true;
    return (
      ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === "map"
    );
  }

  takeRun(run: TS.JsxChild[], role: string): void {
    const hasWords = run.some((child) => ts.isJsxText(child) && /\p{L}/u.test(jsxText(child.text)));
    if (!hasWords) {
      for (const child of run) this.visit(child);
      return;
    }
    // What stands at the ends and is no word goes its own way.
    const isBare = (child: TS.JsxChild | undefined) =>
      child !== undefined &&
      ((ts.isJsxText(child) && jsxText(child.text).trim() === "") ||
        (ts.isJsxExpression(child) &&
          child.expression !== undefined &&
          this.isText(child.expression) &&
          child.expression.text.trim() === ""));
    const isBlank = (child: TS.JsxChild | undefined) =>
      child !== undefined && ts.isJsxText(child) && jsxText(child.text) === "";
    while (isBlank(run[0]) || isBare(run[0])) run.shift();
    while (isBlank(run.at(-1)) || isBare(run.at(-1))) run.pop();
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) return;
    const gaps = new Map<string, string>();
    const { text, isRich } = this.runIcu(run, gaps);
    const trimmed = text.trim();
    const key = keyFor(this.area, trimmed, role, this.prefix);
    this.record("jsx", first, key, trimmed);
    const home = this.homeOf(first);
    if (home) this.needs.add(home);
    else this.note(first, "JSX at the top of a module: make it a function");
    const lead = ts.isJsxText(first) ? (/^\s*/.exec(first.text)?.[0] ?? "") : "";
    const trail = ts.isJsxText(last) ? (/\s*$/.exec(last.text)?.[0] ?? "") : "";
    const before = lead.includes("\n") || lead === "" ? "" : '{" "}';
    const after = trail.includes("\n") || trail === "" ? "" : '{" "}';
    this.edits.push({
      from: first.pos + lead.length,
      to: last.end - trail.length,
      with: `${before}{${this.call(key, gaps, isRich ? "rich" : "t")}}${after}`,
    });
  }

  runIcu(run: readonly TS.JsxChild[], gaps: Map<string, string>): { text: string; isRich: boolean } {
    let text = "";
    let isRich = false;
    for (const child of run) {
      if (ts.isJsxText(child)) text += icu(decode(jsxText(child.text)));
      else if (ts.isJsxExpression(child) && child.expression) {
        const gapsBefore = new Map<string, string>();
        const words = this.icuOf(child.expression, gapsBefore);
        if (words !== undefined) {
          for (const [name, code] of gapsBefore) gaps.set(name, code);
          text += words;
        } else text += this.gapIcu(child.expression, gaps);
      } else if (
        ts.isJsxElement(child) &&
        child.children.some((each) => !ts.isJsxText(each) || jsxText(each.text).trim() !== "")
      ) {
        isRich = true;
        const inner = this.runIcu(child.children, gaps);
        const name = this.tagFor(child, gaps);
        text += `<${name}>${inner.text}</${name}>`;
      } else if (ts.isJsxElement(child) || ts.isJsxSelfClosingElement(child)) {
        isRich = true;
        const tag = this.tagName(child);
        if (tag === "br") this.note(child, "a line break inside a sentence: two messages");
        text += `{${this.addGap(gaps, `${tag[0]?.toLowerCase()}${tag.slice(1)}`, this.rewritten(child))}}`;
      }
    }
    return { text, isRich };
  }

  tagFor(node: TS.JsxElement, gaps: Map<string, string>): string {
    const tag = this.tagName(node);
    const open = this.rewritten(node.openingElement);
    const name =
      tag === "a" ? "link" : tag === "span" && /\bnum\b/.test(this.classOf(node)) ? "num" : tag.toLowerCase();
    // The rich translator draws these by itself.
    if (/^(bdi|b|strong|em|i)$/.test(tag) && node.openingElement.attributes.properties.length === 0) return tag;
    return this.addGap(gaps, name, `(children) => ${open}{children}</${tag}>`);
  }

  roleOfElement(node: TS.JsxElement | TS.JsxFragment): string {
    if (ts.isJsxFragment(node)) return "";
    const tag = this.tagName(node);
    if (/Button$|^button$/.test(tag)) return "button";
    if (tag === "h1") return "page_title";
    if (/^(h2|h3)$/.test(tag)) return "heading";
    if (tag === "th") return "column";
    return "";
  }

  /** A button's words are a button's, also inside `{…}`. */
  roleAround(node: TS.Node): string {
    for (let at: TS.Node | undefined = node.parent; at; at = at.parent) {
      if (ts.isJsxElement(at)) return this.roleOfElement(at);
      if (ts.isJsxAttribute(at) || ts.isBlock(at)) return "";
    }
    return "";
  }

  roleOfAttribute(name: string): string {
    if (/^aria-label$|label$/i.test(name)) return name === "pendingLabel" ? "pending" : "label";
    if (/title$/i.test(name)) return "title";
    if (/hint|description/i.test(name)) return "hint";
    return name === "placeholder" ? "placeholder" : "";
  }

  // ------------------------------------------------------------ walking

  visit(node: TS.Node): void {
    if (this.taken.has(node)) return;
    if (
      ts.isImportDeclaration(node) ||
      ts.isExportDeclaration(node) ||
      ts.isTypeNode(node) ||
      ts.isTypeAliasDeclaration(node) ||
      ts.isInterfaceDeclaration(node)
    )
      return;
    if (ts.isJsxElement(node)) {
      this.visit(node.openingElement);
      this.takeChildren(node);
      return;
    }
    if (ts.isJsxFragment(node)) {
      this.takeChildren(node);
      return;
    }
    if (ts.isJsxAttribute(node)) {
      this.visitAttribute(node);
      return;
    }
    if (ts.isVariableStatement(node) && this.isMetadata(node)) this.metadata = node;
    if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
      this.visitCall(node);
      return;
    }
    if (ts.isPropertyAssignment(node)) {
      this.visitProperty(node);
      return;
    }
    if (ts.isTaggedTemplateExpression(node)) return;
    if (
      ts.isTemplateExpression(node) &&
      this.isReadHere(node) &&
      this.mode !== "domain" &&
      this.distribute(node, "template", this.roleAround(node))
    )
      return;
    if (ts.isConditionalExpression(node) && !this.isPart(node) && this.pluralOf(node, new Map()) !== undefined) {
      this.takeText(node, "string", "");
      return;
    }
    if ((this.isText(node) || ts.isTemplateExpression(node)) && this.isReadHere(node)) {
      const literal = ts.isTemplateExpression(node) ? this.src(node).replaceAll(/\$\{[^}]*\}/g, "x") : node.text;
      if (looksRead(literal.replaceAll("`", ""))) {
        if (
          this.takeText(
            this.wholeOf(node),
            this.mode === "command" ? "cli" : ts.isTemplateExpression(node) ? "template" : "string",
            this.roleAround(node),
          )
        )
          return;
      }
    }
    ts.forEachChild(node, (child) => this.visit(child));
  }

  /** Strings that + puts together are one text. */
  wholeOf(node: TS.Expression): TS.Expression {
    let at: TS.Expression = node;
    while (ts.isBinaryExpression(at.parent) && at.parent.operatorToken.kind === ts.SyntaxKind.PlusToken) at = at.parent;
    if (at !== node) {
      const mark = (each: TS.Node): void => {
        this.taken.add(each);
        ts.forEachChild(each, mark);
      };
      mark(at);
      this.taken.delete(at);
    }
    return at;
  }

  isPart(node: TS.Node): boolean {
    return ts.isTemplateSpan(node.parent);
  }

  isMetadata(node: TS.VariableStatement): boolean {
    return (
      node.declarationList.declarations.some((each) => ts.isIdentifier(each.name) && each.name.text === "metadata") &&
      node.modifiers?.some((each) => each.kind === ts.SyntaxKind.ExportKeyword) === true
    );
  }

  /** Not where a string is compared, switched on, indexed, thrown as a mistake of ours or matched. */
  isReadHere(node: TS.Node): boolean {
    const { parent } = node;
    if (ts.isBinaryExpression(parent)) return /^(\+|\?\?|\|\||&&|=)$/.test(parent.operatorToken.getText(this.source));
    if (
      ts.isCaseClause(parent) ||
      ts.isElementAccessExpression(parent) ||
      ts.isLiteralTypeNode(parent) ||
      ts.isExpressionStatement(parent)
    )
      return false;
    if (ts.isPropertyAssignment(parent) && parent.name === node) return false;
    if (ts.isEnumMember(parent) || ts.isExternalModuleReference(parent) || ts.isImportTypeNode(parent)) return false;
    if (ts.isArrayLiteralExpression(parent) && this.mode !== "command") {
      const literals = parent.elements.filter((each) => this.isText(each));
      return (
        literals.every((each) => looksRead((each as TS.StringLiteral).text)) ||
        ts.isArrayLiteralExpression(parent.parent)
      );
    }
    return true;
  }

  visitAttribute(node: TS.JsxAttribute): void {
    const name = node.name.getText(this.source);
    const { initializer } = node;
    if (!initializer) return;
    const isRead = READ_ATTRIBUTES.test(name) && !NEVER_ATTRIBUTES.test(name);
    if (ts.isStringLiteral(initializer)) {
      if (!isRead && (NEVER_ATTRIBUTES.test(name) || !looksRead(initializer.text))) return;
      if (!/\p{L}/u.test(initializer.text)) return;
      const before = this.edits.length;
      if (this.takeText(initializer, "attribute", this.roleOfAttribute(name))) {
        const edit = this.edits[before];
        if (edit) edit.with = `{${edit.with}}`;
      }
      return;
    }
    if (ts.isJsxExpression(initializer) && initializer.expression) {
      if (/^(className|style|key|href|id)$/.test(name)) return;
      if (name === "action" && (this.isText(initializer.expression) || ts.isTemplateExpression(initializer.expression)))
        return;
      if (isRead && this.takeText(initializer.expression, "attribute", this.roleOfAttribute(name))) return;
      this.visit(initializer.expression);
    }
  }

  visitProperty(node: TS.PropertyAssignment): void {
    const name = ts.isIdentifier(node.name) || ts.isStringLiteral(node.name) ? node.name.text : "";
    if (
      /^(className|href|path|action|type|kind|code|id|key|name|tone|icon|value|cause|state|selector|pattern|url|autoComplete|scope|sql|method)$/.test(
        name,
      ) &&
      !ts.isObjectLiteralExpression(node.initializer)
    ) {
      if (!(name === "value" && ts.isConditionalExpression(node.initializer))) return;
    }
    const isRead = READ_PROPERTIES.test(name) || this.insideFields(node);
    if (isRead) {
      const isRefusal = this.mode === "domain" || this.insideRefusal(node);
      if (
        this.takeText(
          node.initializer,
          isRefusal ? "refusal" : this.mode === "mail" ? "mail" : "property",
          this.roleOfAttribute(name),
        )
      )
        return;
    }
    this.visit(node.initializer);
  }

  insideRefusal(node: TS.Node): boolean {
    for (let at: TS.Node = node; at; at = at.parent)
      if (ts.isNewExpression(at) && this.src(at.expression) === "Refusal") return true;
    return false;
  }

  insideFields(node: TS.Node): boolean {
    const owner = node.parent?.parent;
    return (
      owner !== undefined &&
      ts.isPropertyAssignment(owner) &&
      ts.isIdentifier(owner.name) &&
      owner.name.text === "fields"
    );
  }

  visitCall(node: TS.CallExpression | TS.NewExpression): void {
    const { expression } = node;
    const callee = ts.isPropertyAccessExpression(expression)
      ? expression.name.text
      : ts.isIdentifier(expression)
        ? expression.text
        : "";
    const isMailPart = this.mode === "mail" && MAIL_PARTS.has(callee);
    if (NEVER_CALLS.test(callee) && !isMailPart) {
      // What is logged or thrown at ourselves is ours; what else stands inside may still be read.
      if (
        /^(log|warn|error|info|debug)$/.test(callee) &&
        this.mode === "command" &&
        this.src(expression).startsWith("console.")
      )
        for (const each of node.arguments ?? []) this.visit(each);
      else if (/^(set|update|span|note|get|has|join|replace|map|startsWith)$/.test(callee))
        ts.forEachChild(expression, (child) => this.visit(child));
      for (const each of node.arguments ?? [])
        if (!this.isText(each) && !ts.isTemplateExpression(each)) this.visit(each);
      ts.forEachChild(expression, (child) => this.visit(child));
      return;
    }
    const isZod =
      /^(min|max|refine|regex|length|email|int|positive|superRefine|check|startsWith|gte|lte|nonempty|custom|string|enum|number|date)$/.test(
        callee,
      ) &&
      this.mode !== "server" &&
      this.mode !== "mail";
    for (const each of node.arguments ?? []) {
      if (isMailPart && this.takeText(each, "mail", callee === "button" ? "button" : callee === "link" ? "link" : ""))
        continue;
      if (isZod && this.isText(each) && looksRead(each.text) && this.takeText(each, "zod", "")) continue;
      this.visit(each);
    }
    ts.forEachChild(expression, (child) => this.visit(child));
  }

  // ------------------------------------------------------------ where t comes from

  /** The function in which a text is read: the outermost inside the component, so that `t` is there for all of it. */
  homeOf(node: TS.Node): TS.Node | undefined {
    let home: TS.Node | undefined;
    for (let at: TS.Node | undefined = node.parent; at; at = at.parent) {
      if (
        ts.isFunctionDeclaration(at) ||
        ts.isFunctionExpression(at) ||
        ts.isArrowFunction(at) ||
        ts.isMethodDeclaration(at)
      )
        home = at;
    }
    return home;
  }

  /** `LEVEL_WORDS.beginner` is named `level_beginner`: a table's texts are found by what they stand for. */
  tableName(node: TS.Node): string | undefined {
    const plain = (name: string) =>
      name
        .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
        .replaceAll(/[^a-zA-Z0-9]+/g, "_")
        .toLowerCase();
    const path: string[] = [];
    for (let at: TS.Node = node; at.parent; at = at.parent) {
      if (ts.isArrayLiteralExpression(at) || ts.isCallExpression(at)) return undefined;
      if (ts.isPropertyAssignment(at) && (ts.isIdentifier(at.name) || ts.isStringLiteral(at.name)))
        path.unshift(plain(at.name.text));
      if (ts.isVariableDeclaration(at) && ts.isIdentifier(at.name)) {
        if (path.length === 0 || at.name.text === "metadata") return undefined;
        const table = plain(at.name.text).replace(/_?(words|labels|texts|names|messages)$/, "");
        const end = path.filter((part) => !/^(words|label|text|title)$/.test(part)).join("_");
        const name = [table, end]
          .filter(Boolean)
          .join("_")
          .replace(/^refusals_/, "");
        return /^[a-z]/.test(name) ? name : undefined;
      }
    }
    return undefined;
  }

  moduleConst(node: TS.Node): string | undefined {
    for (let at: TS.Node | undefined = node; at; at = at.parent) {
      if (ts.isVariableDeclaration(at) && ts.isIdentifier(at.name)) return at.name.text;
    }
    return undefined;
  }

  isPage(): boolean {
    return this.file.startsWith("app/") && /(page|layout|not-found)\.tsx$/.test(this.file);
  }

  /** Puts `const t = …` at the beginning of each function that reads. */
  giveTranslators(): void {
    const done = new Set<number>();
    for (const home of this.needs) {
      const fn = home as TS.FunctionDeclaration | TS.ArrowFunction;
      if (!fn.body || done.has(fn.body.pos)) continue;
      done.add(fn.body.pos);
      const isAsync = fn.modifiers?.some((each) => each.kind === ts.SyntaxKind.AsyncKeyword) ?? false;
      const isExported = fn.modifiers?.some((each) => each.kind === ts.SyntaxKind.ExportKeyword) ?? false;
      // What an action is given knows who asked, and so in which language they are told.
      const [given] = fn.parameters;
      if (
        this.mode === "edge" &&
        given &&
        ts.isIdentifier(given.name) &&
        given.name.text === "command" &&
        ts.isBlock(fn.body)
      ) {
        const at = fn.body.getStart(this.source) + 1;
        this.edits.push({ from: at, to: at, with: "\n  const { t } = command;" });
        continue;
      }
      if (this.mode === "mail" || this.mode === "edge" || this.mode === "command") {
        this.addParameter(fn);
        continue;
      }
      const own =
        this.isPage() && isExported && isAsync
          ? "await viewerText()"
          : options.browser
            ? "getBrowserTranslator()"
            : "getTranslator()";
      this.usesOwn.add(own);
      if (ts.isBlock(fn.body))
        this.edits.push({
          from: fn.body.getStart(this.source) + 1,
          to: fn.body.getStart(this.source) + 1,
          with: `\n  const t = ${own};`,
        });
      else {
        this.edits.push({ from: fn.body.pos, to: fn.body.getStart(this.source), with: ` { const t = ${own}; return ` });
        this.edits.push({ from: fn.body.end, to: fn.body.end, with: "; }" });
      }
    }
  }
  readonly usesOwn = new Set<string>();

  addParameter(fn: TS.FunctionDeclaration | TS.ArrowFunction): void {
    const [first] = fn.parameters;
    const type = "t: Translator";
    this.usesOwn.add("parameter");
    if (first)
      this.edits.push({ from: first.getStart(this.source), to: first.getStart(this.source), with: `${type}, ` });
    else {
      const open = this.text.indexOf(
        "(",
        ts.isFunctionDeclaration(fn) && fn.name ? fn.name.end : fn.getStart(this.source),
      );
      this.edits.push({ from: open + 1, to: open + 1, with: type });
    }
    const name = ts.isFunctionDeclaration(fn) ? fn.name?.text : undefined;
    if (name) this.passTranslator(name);
    this.note(fn, `${name ?? "a function"} takes t: callers in other files give it`);
  }

  /** Calls of a function of this file that now takes `t` give it on, and so their own functions take it. */
  passTranslator(name: string): void {
    const walk = (node: TS.Node): void => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === name) {
        const at = node.expression.end + 1;
        this.edits.push({ from: at, to: at, with: node.arguments.length > 0 ? "t, " : "t" });
        const home = this.homeOf(node);
        if (home && !this.needs.has(home)) this.needs.add(home);
      }
      ts.forEachChild(node, walk);
    };
    walk(this.source);
  }

  /** `LEVEL_WORDS[level]` holds a name now, so where it is shown it is written. */
  wrapModuleKeys(): void {
    const wrap = (node: TS.Node): void => {
      if (
        (ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node)) &&
        ts.isIdentifier(node.expression) &&
        this.moduleKeys.has(node.expression.text) &&
        !ts.isElementAccessExpression(node.parent)
      ) {
        const isShown =
          ts.isJsxExpression(node.parent) ||
          ts.isPropertyAssignment(node.parent) ||
          ts.isReturnStatement(node.parent) ||
          ts.isTemplateSpan(node.parent);
        if (isShown) {
          const home = this.homeOf(node);
          if (home) this.needs.add(home);
          this.edits.push(
            { from: node.getStart(this.source), to: node.getStart(this.source), with: "t(" },
            { from: node.end, to: node.end, with: ")" },
          );
        }
      }
      ts.forEachChild(node, wrap);
    };
    wrap(this.source);
    for (const [name, node] of this.moduleKeys)
      this.note(
        node,
        `${name} holds names of messages: type it "as const satisfies Record<…, PlainKey>", and every use outside this file writes t(…)`,
      );
  }

  /** `export const metadata = {…}` is a function once it speaks a language. */
  turnMetadata(): void {
    const node = this.metadata;
    const value = node?.declarationList.declarations[0]?.initializer;
    if (!node || !value) return;
    const inside = this.edits.filter(({ from, to }) => from >= value.getStart(this.source) && to <= value.end);
    if (inside.length === 0) return;
    for (const edit of inside)
      edit.with = edit.with.startsWith('"') ? `t(${edit.with})` : edit.with.replace(/^message/, "t");
    this.moduleKeys.delete("metadata");
    this.usesOwn.add("await viewerText()");
    this.edits.push({
      from: node.getStart(this.source),
      to: value.getStart(this.source),
      with: "export async function generateMetadata(): Promise<Metadata> {\n  const t = await viewerText();\n  return ",
    });
    this.edits.push({ from: value.end, to: node.end, with: ";\n}" });
  }

  addImports(): void {
    const lines: string[] = [];
    if (this.usesOwn.has("await viewerText()")) lines.push('import { viewerText } from "#app/_edge/text.ts";');
    if (this.usesOwn.has("getTranslator()"))
      lines.push('import { getTranslator } from "#components/messages/get-translator.ts";');
    if (this.usesOwn.has("getBrowserTranslator()"))
      lines.push('import { getBrowserTranslator } from "#components/messages/get-browser-translator.ts";');
    if (this.usesOwn.has("parameter")) lines.push('import type { Translator } from "#messages/create-translator.ts";');
    if (this.usesMessage || this.edits.some((edit) => edit.with.startsWith("says("))) {
      const names = [
        this.usesMessage ? "message" : "",
        this.edits.some((edit) => edit.with.startsWith("says(")) ? "says" : "",
      ].filter(Boolean);
      lines.push(`import { ${names.join(", ")} } from "#messages/message.ts";`);
    }
    if (lines.length === 0) return;
    const imports = this.source.statements.filter((each) => ts.isImportDeclaration(each));
    const at = imports.at(-1)?.end ?? 0;
    this.edits.push({ from: at, to: at, with: `${at === 0 ? "" : "\n"}${lines.join("\n")}${at === 0 ? "\n" : ""}` });
  }

  run(): string {
    this.visit(this.source);
    if (this.mode === "client") {
      if (this.edits.length > 0)
        byHand.push(
          `${this.file} is a client component with ${this.edits.length} texts: take them as props (${[...new Set(found.filter(({ file }) => file === this.file).map(({ key }) => key))].join(", ")})`,
        );
      return this.text;
    }
    this.turnMetadata();
    this.wrapModuleKeys();
    let size = -1;
    while (size !== this.needs.size) {
      size = this.needs.size;
    }
    this.giveTranslators();
    this.addImports();
    return apply(this.text, this.edits);
  }
}

/** The words of a piece of JSX as React reads them. */
function jsxText(raw: string): string {
  const lines = raw.split(/\r\n|\n|\r/);
  const kept = lines.map((line, at) => {
    let words = line.replaceAll("\t", " ");
    if (at !== 0) words = words.replace(/^ +/, "");
    if (at !== lines.length - 1) words = words.replace(/ +$/, "");
    return words;
  });
  return kept.filter((line) => line !== "").join(" ");
}

const decode = (text: string) =>
  text
    .replaceAll("&nbsp;", "\u00a0")
    .replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&rsquo;", "’")
    .replaceAll("&hellip;", "…");

function apply(text: string, edits: Edit[]): string {
  const ordered = edits
    .map((edit, at) => ({ ...edit, at }))
    .toSorted((a, b) => a.from - b.from || a.to - b.to || a.at - b.at);
  let result = "";
  let at = 0;
  for (const edit of ordered) {
    if (edit.from < at) continue; // inside one that was taken whole
    result += text.slice(at, edit.from) + edit.with;
    at = edit.to;
  }
  return result + text.slice(at);
}

// ---------------------------------------------------------------- all files

for (const file of files) {
  try {
    const work = new FileWork(file);
    const after = work.run();
    if (after === work.text) continue;
    if (options.dry) console.log(`=== ${file}\n${after}`);
    else if (!options.count) writeFileSync(file, after);
  } catch (error) {
    byHand.push(`${file} was not read: ${(error as Error).stack}`);
  }
}

if (options.count) {
  const rows = new Map<
    string,
    { strings: number; unique: Set<string>; files: Set<string>; gaps: number; plural: number; rich: number }
  >();
  for (const { file, text } of found) {
    const folder = file.startsWith("domain/mail")
      ? "mails (domain/mail)"
      : file === "domain/kernel/refusal.ts"
        ? "refusals table"
        : /^app\/(api|webhooks|sandbox\/api)/.test(file)
          ? "app/api"
          : `${file.split("/")[0]}${file.startsWith("ops/") || file.startsWith("domain/") || file.startsWith("app/") || file.startsWith("components/") ? "/" : ""}`;
    const row = rows.get(folder) ?? { strings: 0, unique: new Set(), files: new Set(), gaps: 0, plural: 0, rich: 0 };
    row.strings++;
    row.unique.add(text);
    row.files.add(file);
    if (/\{\w+\}/.test(text)) row.gaps++;
    if (/, plural,/.test(text)) row.plural++;
    if (/<\w+>/.test(text)) row.rich++;
    rows.set(folder, row);
  }
  console.log("where                     texts  unique  files  gaps  plural  rich");
  for (const [folder, row] of [...rows].toSorted(([, a], [, b]) => b.strings - a.strings))
    console.log(
      `${folder.padEnd(24)} ${String(row.strings).padStart(6)} ${String(row.unique.size).padStart(7)} ${String(row.files.size).padStart(6)} ${String(row.gaps).padStart(5)} ${String(row.plural).padStart(7)} ${String(row.rich).padStart(5)}`,
    );
  console.log(
    `all ${found.length}, different ${new Set(found.map(({ text }) => text)).size}; by hand ${byHand.length}`,
  );
  if (options.list)
    for (const each of found) console.log(`${each.file}:${each.line}\t${each.kind}\t${each.key}\t${each.text}`);
} else if (!options.dry) {
  mkdirSync("messages/en", { recursive: true });
  for (const [area, texts] of catalogues)
    writeFileSync(`messages/en/${area}.json`, `${JSON.stringify(Object.fromEntries(texts), null, 2)}\n`);
}
if (byHand.length > 0 && !(options.count && !options.list)) console.error(`\nBY HAND\n${byHand.join("\n")}`);
