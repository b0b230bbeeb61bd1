import { expect, test } from "vitest";
import { repairUrlEncoding } from "./readable-address.ts";

test("a path that can be read stays as it is, whatever its question says", () => {
  for (const url of ["/", "/courses/caf%C3%A9?q=%E0%A4%A", "/help?next=%2Fadmin"]) {
    expect(repairUrlEncoding(url)).toBe(url);
  }
});

test("a path that stands for no text stands for itself", () => {
  expect(repairUrlEncoding("/admin/courses/%E0%A4%A?page=2")).toBe("/admin/courses/%25E0%25A4%25A?page=2");
  expect(repairUrlEncoding("/help/50%")).toBe("/help/50%25");
});

test("a question loses the character 0, however often it holds it, and keeps the rest", () => {
  expect(repairUrlEncoding("/courses?q=%00a%00&page=2")).toBe("/courses?q=a&page=2");
  expect(repairUrlEncoding("/%E0?q=%00")).toBe("/%25E0?q=");
  expect(repairUrlEncoding("/?q=%2500")).toBe("/?q=%2500");
});

test("the character 0 in a path is a text that nothing has", () => {
  expect(repairUrlEncoding("/courses/%00?q=1")).toBe("/courses/%2500?q=1");
  expect(repairUrlEncoding("/courses/a%00b")).toBe("/courses/a%2500b");
});

test("an address that is no path is one of ours all the same", () => {
  expect(repairUrlEncoding("*")).toBe("/");
  expect(repairUrlEncoding("http://other.example/learning?x=1")).toBe("/learning?x=1");
  expect(repairUrlEncoding("http://other.example")).toBe("/");
  expect(repairUrlEncoding("mailto:x")).toBe("/");
  expect(repairUrlEncoding("")).toBe("/");
});

test("a path with . and .. is the one that it leads to, before anybody judges it", () => {
  expect(repairUrlEncoding("/./de/courses/page/1")).toBe("/de/courses/page/1");
  expect(repairUrlEncoding("/de/%2E%2e/courses/x?next=../y")).toBe("/courses/x?next=../y");
  expect(repairUrlEncoding("/x\\..\\courses/.")).toBe("/courses/");
  expect(repairUrlEncoding("/courses/a..b/.well-known")).toBe("/courses/a..b/.well-known");
});
