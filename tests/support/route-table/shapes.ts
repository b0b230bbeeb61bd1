/**
 * What a stranger may send to break something: by its size, by how it is nested, or by a reader that goes back and forth in it.
 * Beside the route table, so that every route there meets each shape of its kind (hostile.server.test.ts).
 */

/** Texts on which a careless pattern takes time with the square of their length or worse. */
const KILLERS: Record<string, (length: number) => string> = {
  letters: (n) => "a".repeat(n),
  spaces: (n) => `x${" ".repeat(n)}x`,
  digits: (n) => "1".repeat(n),
  "an address": (n) => `${"a.".repeat(n / 2)}@${"a.".repeat(n / 2)}`,
  "at signs": (n) => "@".repeat(n),
  brackets: (n) => "([{<".repeat(n / 4),
  "lines of blanks": (n) => " \n".repeat(n / 2),
  marks: (n) => `a${"\u0301".repeat(n / 2)}`,
  "the other direction": (n) => "\u202e\u05d0".repeat(n / 5),
  emoji: (n) => "\ud83d\udc68\u200d".repeat(n / 7),
  percent: (n) => "%".repeat(n),
  quotes: (n) => `"'\\`.repeat(n / 3),
  minus: (n) => "-".repeat(n),
  commas: (n) => ",;".repeat(n / 2),
  slashes: (n) => "/../".repeat(n / 4),
  markdown: (n) => "|a|-\n*_`[>".repeat(n / 11),
};

export const killerNames = Object.keys(KILLERS);
export const killer = (name: string, length: number): string =>
  (KILLERS[name] as (n: number) => string)(Math.floor(length));

const BOUNDARY = "matricula";
export const MULTIPART = `multipart/form-data; boundary=${BOUNDARY}`;

export const part = (name: string, value: string) =>
  `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
export const multipart = (parts: readonly string[]) => `${parts.join("")}--${BOUNDARY}--\r\n`;

const nested = (n: number, [open, close]: readonly [string, string] = ["[", "]"]) => open.repeat(n) + close.repeat(n);

/** Bodies of JSON, for operations of the API and for what providers send. */
export const JSON_SHAPES: Record<string, () => string> = {
  nothing: () => "",
  "no JSON": () => "{",
  "arrays in arrays": () => nested(100_000),
  "objects in objects": () => `${'{"a":'.repeat(40_000)}1${"}".repeat(40_000)}`,
  "arrays that never end": () => "[".repeat(200_000),
  "many fields": () => JSON.stringify(Object.fromEntries(Array.from({ length: 15_000 }, (_, n) => [`f${n}`, ""]))),
  "a field a thousand times": () => `{${'"title":"x",'.repeat(15_000)}"title":"y"}`,
  "a number without end": () => `{"limit":${"9".repeat(200_000)}}`,
  "a number out of reach": () => '{"priceMinor":1e400,"capacity":-1e400,"limit":1E+999}',
  "a name that every object has": () => '{"__proto__":{"isAdmin":true},"constructor":{"prototype":1},"toString":1}',
  "half a character": () => '{"title":"\\ud800","body":"\\udfff","name":"\\u0000"}',
  "an array": () => `[${"1,".repeat(100_000)}1]`,
  "a long text": () => JSON.stringify("x".repeat(200_000)),
  "no UTF-8": () => '{"title":"\ufffd\ufffd"}',
};

/** Bodies of a form, for every page and action, in the words of the format alone. `content-type` where it is another. */
export const FORM_SHAPES: Record<string, { body: () => string; type?: string }> = {
  "20,000 fields": { body: () => multipart(Array.from({ length: 20_000 }, (_, n) => part(`f${n}`, ""))) },
  "one name 20,000 times": { body: () => multipart(Array.from({ length: 20_000 }, () => part("email", ""))) },
  "a megabyte of text": { body: () => multipart([part("email", "x".repeat(1_000_000))]) },
  "an endless header": { body: () => `--${BOUNDARY}\r\nx: ${"y".repeat(60_000)}` },
  "no boundary": { body: () => multipart([part("a", "b")]), type: "multipart/form-data" },
  "another boundary": { body: () => multipart([part("a", "b")]), type: "multipart/form-data; boundary=other" },
  "an end that never comes": { body: () => part("a", "b") },
  "nothing at all": { body: () => "" },
  "20,000 fields in the other format": { body: () => "a=&".repeat(20_000), type: "application/x-www-form-urlencoded" },
  "percent signs": { body: () => "%".repeat(60_000), type: "application/x-www-form-urlencoded" },
  "JSON that never ends": { body: () => "[".repeat(60_000), type: "application/json" },
  "a type that is none": { body: () => "x", type: "\u00ff/;;=" },
};

/** What a form of ours says in the place of its arguments. */
export const ARGUMENT_SHAPES: Record<string, () => string> = {
  "no JSON": () => "{",
  "arrays in arrays": () => nested(30_000),
  "a number of any length": () => `["$n${"9".repeat(60_000)}"]`,
  "the form ten thousand times": () => JSON.stringify(Array.from({ length: 8_000 }, () => "$K1")),
  "what never comes": () => '["$9"]',
  "a way into everything": () => '["$1:__proto__:constructor:constructor"]',
  "a state that is none": () => '[null,"$K1"]',
  "a state of another kind": () => '[{"turn":"x","values":7},"$K1"]',
};
