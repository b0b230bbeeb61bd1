import { XMLParser, XMLValidator } from "fast-xml-parser";
import { message } from "#messages/message.ts";
import { UnreadableFileError } from "../decode-file.ts";

/** No message of ISO 20022 is deeper than some 20 elements. */
const DEPTH_MAX = 60;

/** An element: its attributes by `@name`, what is in it by name, its own text by `#text`. */
export type XmlNode = { [name: string]: XmlNode[] | string | undefined };

const META = XMLParser.getMetaDataSymbol() as unknown as keyof XmlNode;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: "@",
  removeNSPrefix: true,
  alwaysCreateTextNode: true,
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  processEntities: true,
  htmlEntities: false,
  captureMetaData: true,
  isArray: (_name, _path, _isLeaf, isAttribute) => !isAttribute,
});

/**
 * Reads an XML document as a tree. A document type is refused unread, and with it every entity that it could declare: what a bank sends has none.
 * Refuses what is not well-formed with the line of the fault, and what is deeper than any statement.
 */
export function readXml(text: string): { root: XmlNode; lineOf: (node: XmlNode) => number } {
  const declaration = /<!(DOCTYPE|ENTITY)/i.exec(text);
  if (declaration) throw refuse("bank.xml_has_doctype", lineAt(text, declaration.index));
  assertShallow(text);
  const checked = XMLValidator.validate(text);
  if (checked !== true) throw refuse("bank.xml_broken", checked.err.line);
  let root: XmlNode;
  try {
    root = parser.parse(text) as XmlNode;
  } catch (error) {
    throw new UnreadableFileError(message("bank.xml_broken", { line: 1 }), { cause: error });
  }
  const lines = createLineIndex(text);
  const lineOf = (node: XmlNode) => lines((node[META] as { startIndex?: number } | undefined)?.startIndex ?? 0);
  return { root, lineOf };
}

const refuse = (key: "bank.xml_has_doctype" | "bank.xml_broken" | "bank.xml_too_deep", line: number) =>
  new UnreadableFileError(message(key, { line }));

/** Before a parser sees it: one that calls itself for each level would be at its end. */
function assertShallow(text: string): void {
  let depth = 0;
  for (const found of text.matchAll(/<(\/?)[A-Za-z_][^<>]*?(\/?)>/g)) {
    if (found[1] === "/") depth -= 1;
    else if (found[2] !== "/") depth += 1;
    if (depth > DEPTH_MAX) throw refuse("bank.xml_too_deep", lineAt(text, found.index));
  }
}

function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) line += 1;
  return line;
}

/** The line of an offset, by halving: a statement of ten thousand entries asks ten thousand times. */
function createLineIndex(text: string): (offset: number) => number {
  const ends: number[] = [];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) ends.push(at);
  return (offset) => {
    let [low, high] = [0, ends.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}

/** The elements under a path of names. */
export function findAll(node: XmlNode | undefined, ...path: string[]): XmlNode[] {
  let found = node ? [node] : [];
  for (const name of path) {
    found = found.flatMap((each) => {
      const inside = each[name];
      return Array.isArray(inside) ? inside.filter((one) => typeof one === "object") : [];
    });
  }
  return found;
}

export const find = (node: XmlNode | undefined, ...path: string[]): XmlNode | undefined => findAll(node, ...path)[0];

/** The text of the first element under a path; empty where there is none. */
export function textOf(node: XmlNode | undefined, ...path: string[]): string {
  const own = find(node, ...path)?.["#text"];
  const text: unknown = Array.isArray(own) ? own[0] : own;
  return typeof text === "string" ? text.replace(/\s+/g, " ").trim() : "";
}

export function attributeOf(node: XmlNode | undefined, name: string): string {
  const value = node?.[`@${name}`];
  return typeof value === "string" ? value : "";
}
