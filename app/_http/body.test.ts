import { leastCpuMs } from "#tests/support/least-cpu.ts";
import { expect, test } from "vitest";
import { message } from "#messages/message.ts";
import { parseJsonBody, readBody } from "./body.ts";

const posted = (body: BodyInit) => new Request("http://school.example/", { method: "POST", body });
const streamed = (bytes: Uint8Array) =>
  new Request("http://school.example/", {
    method: "POST",
    body: new Blob([bytes as BlobPart]).stream(),
    duplex: "half",
  } as RequestInit);

test.each([
  ["of a known length", (bytes: Uint8Array) => posted(bytes as BodyInit)],
  ["in pieces", streamed],
])(
  "a body %s is read as UTF-8, and refused when it is none: nothing is kept with its letters lost",
  async (_, sent) => {
    const caf = new TextEncoder().encode('{"title":"café"}');
    expect(await readBody(sent(caf), 1_000)).toBe('{"title":"café"}');
    const latin1 = Buffer.from('{"title":"caf\xe9"}', "latin1");
    await expect(readBody(sent(latin1), 1_000)).rejects.toThrow("not UTF-8");
  },
);

test.each([
  ['{"title":"A","title":"B"}', "title"],
  ['{"title":"A","\\u0074itle":"A"}', "title"],
  ['{"price":{"minor":1,"currency":"CHF","minor":2}}', "minor"],
  ['[{"a":1},{"b":[{"c":1,"c":1}]}]', "c"],
  ['{"a\\\\":1,"b":2,"a\\\\":3}', "a\\"],
])("a name that stands twice in an object is refused, for nobody can know which is meant: %s", (json, name) => {
  expect(() => parseJsonBody(json, "application/json")).toThrow(
    expect.objectContaining({ code: "invalid_input", detail: { fields: { [name]: message("fields.sent_twice") } } }),
  );
});

test.each([
  '{"a":"a","b":"a","c":["a","a"]}',
  '[{"a":1},{"a":1}]',
  '{"a":{"a":{"a":1}},"b":{"a":1}}',
  '{"a":"{\\"a\\":1,\\"a\\":2}","b":"\\\\"}',
  '"a"',
  "{}",
  '[[],{},"",[{"":1}]]',
])("what stands once in each object is read: %s", (json) => {
  expect(parseJsonBody(json, "application/json")).toEqual(JSON.parse(json));
});

test("a body as large as files are is looked through in no time", () => {
  const json = JSON.stringify({ file: { name: "a.pdf", content: "A".repeat(14_000_000) } });
  expect(leastCpuMs(() => parseJsonBody(json, "application/json"))).toBeLessThan(250);
});
