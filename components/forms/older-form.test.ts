import { UnrecognizedActionError } from "next/dist/client/components/unrecognized-action-error.js";
import { afterEach, expect, test, vi } from "vitest";
import { idle } from "./form-state.ts";
import { storeTyped, takeTyped, acceptOlderForms } from "./older-form.ts";

afterEach(() => vi.unstubAllGlobals());

function typed(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}

test("a form whose action is not known any more is refused with every word that was typed, and keeps no secret", async () => {
  const keep = vi.fn();
  const action = acceptOlderForms(async () => {
    throw new UnrecognizedActionError("not found on the server");
  }, keep);
  const form = typed({ subject: "Chairs", body: "Are there any?", password: "geheim", $ACTION_KEY: "k" });
  for (const scope of ["a", "b"]) form.append("scope", scope);
  const values = { subject: "Chairs", body: "Are there any?", scope: "b" };
  const lists = { scope: ["a", "b"] };
  expect(await action(idle, form)).toMatchObject({ status: "refused", values, lists, turn: 1, fields: {} });
  expect(keep).toHaveBeenCalledExactlyOnceWith({ values, lists });
});

test.each(["Failed to fetch", "NetworkError when attempting to fetch resource.", "Load failed"])(
  "a form that does not reach the school (%s) keeps what was typed and says so",
  async (words) => {
    const action = acceptOlderForms(() => Promise.reject(new TypeError(words)), vi.fn());
    const answer = await action(idle, typed({ subject: "Chairs" }));
    expect(answer).toMatchObject({ status: "refused", values: { subject: "Chairs" }, turn: 1 });
    expect(answer.message).toContain("could not be reached");
  },
);

test("whatever else an action throws goes on, and what it answers is its own", async () => {
  const keep = vi.fn();
  const leadingOn = new Error("NEXT_REDIRECT");
  await expect(acceptOlderForms(() => Promise.reject(leadingOn), keep)(idle, typed({}))).rejects.toBe(leadingOn);
  const done = { ...idle, status: "done" as const, turn: 1 };
  expect(await acceptOlderForms(async () => done, keep)(idle, typed({}))).toBe(done);
  expect(keep).not.toHaveBeenCalled();
});

test("what was typed is given back once, to the form that it was typed into", () => {
  const kept = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
    removeItem: (key: string) => kept.delete(key),
  });
  storeTyped("/help/new body,subject 0", { values: { subject: "Chairs" }, lists: { a: ["b", "c"] } });
  expect(takeTyped("/help/new body,subject 1")).toBeUndefined();
  expect(takeTyped("/help/new body,subject 0")).toMatchObject({
    status: "refused",
    values: { subject: "Chairs" },
    lists: { a: ["b", "c"] },
  });
  expect(takeTyped("/help/new body,subject 0")).toBeUndefined();
});

test("a browser that keeps nothing loses nothing that stands in the form", () => {
  const none = () => {
    throw new Error("SecurityError");
  };
  vi.stubGlobal("sessionStorage", { getItem: none, setItem: none });
  expect(() => storeTyped("here", { values: { a: "b" }, lists: {} })).not.toThrow();
  expect(takeTyped("here")).toBeUndefined();
});
