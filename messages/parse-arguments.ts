import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";

/** What a message takes: a `text`, a `number` (it counts), one of some words (`select`), or a function that draws a `tag`. */
export type Argument = { kind: "text" } | { kind: "number" } | { kind: "tag" } | { kind: "select"; options: string[] };

/** The arguments of a message by their names. Throws where the message is not valid ICU. */
export function parseArguments(text: string): Map<string, Argument> {
  const found = new Map<string, Argument>();
  collect(parse(text, { shouldParseSkeletons: false, requiresOtherClause: true }), found);
  return found;
}

function collect(elements: MessageFormatElement[], found: Map<string, Argument>): void {
  for (const element of elements) {
    switch (element.type) {
      case TYPE.argument:
        if (!found.has(element.value)) found.set(element.value, { kind: "text" });
        break;
      case TYPE.number:
        found.set(element.value, { kind: "number" });
        break;
      case TYPE.plural:
        found.set(element.value, { kind: "number" });
        for (const { value } of Object.values(element.options)) collect(value, found);
        break;
      case TYPE.select:
        found.set(element.value, { kind: "select", options: Object.keys(element.options) });
        for (const { value } of Object.values(element.options)) collect(value, found);
        break;
      case TYPE.tag:
        found.set(element.value, { kind: "tag" });
        collect(element.children, found);
        break;
      case TYPE.date:
      case TYPE.time:
        throw new SyntaxError(`{${element.value}}: format dates with formatInstant and pass them as text`);
    }
  }
}
