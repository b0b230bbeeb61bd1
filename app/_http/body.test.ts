import { expect, test } from "vitest";
import { readBody } from "./body.ts";

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
