import { expect, test } from "vitest";
import { enterPerRequest, forgetPerRequest, perRequest } from "./per-request.ts";

/** Something that can be asked, and says the how-manieth answer it is. */
function createSource() {
  let asked = 0;
  return () => (asked += 1);
}

const inRequest = <T>(work: () => Promise<T>) =>
  new Promise<T>((resolve, reject) => {
    // A turn of its own, as a request has: what it enters ends with it.
    setImmediate(() => {
      enterPerRequest();
      work().then(resolve, reject);
    });
  });

test("one request asks once, however many parts of it want to know", async () => {
  const ask = createSource();
  await inRequest(async () => {
    expect(await Promise.all([perRequest("a", ask), perRequest("a", ask)])).toEqual([1, 1]);
    expect(perRequest("b", ask)).toBe(2);
  });
});

test("two requests at the same time know nothing of each other's answers", async () => {
  const ask = createSource();
  const answers = await Promise.all([
    inRequest(async () => perRequest("a", ask)),
    inRequest(async () => perRequest("a", ask)),
  ]);
  expect(answers).toEqual([1, 2]);
});

test("after a write the request asks again", async () => {
  const ask = createSource();
  await inRequest(async () => {
    expect(perRequest("a", ask)).toBe(1);
    forgetPerRequest();
    expect(perRequest("a", ask)).toBe(2);
  });
});

test("outside of a request everybody asks for themselves", () => {
  const ask = createSource();
  expect([perRequest("a", ask), perRequest("a", ask)]).toEqual([1, 2]);
});
