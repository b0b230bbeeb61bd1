import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { translatorOf } from "#messages/translator.ts";
import { withRich } from "./with-rich.ts";

const catalogue = new Map([
  ["en", new Map([["a.order", "Order {code} of <bdi>{name}</bdi>. <link>Look {again}</link>"]])],
  ["de", new Map([["a.order", "<link>Nachsehen {again}</link>: <bdi>{name}</bdi>, Bestellung {code}"]])],
]);
const said = (language: string, values: Record<string, unknown>) => {
  // Texts of a test have keys that no type knows.
  const t = withRich(translatorOf(language, catalogue)) as unknown as {
    rich(key: string, values: Record<string, unknown>): React.ReactNode;
  };
  return renderToStaticMarkup(t.rich("a.order", values));
};

test("a sentence has its links, marks and elements where the language wants them", () => {
  const values = {
    code: "M-1",
    name: "<Ada>",
    again: <b>now</b>,
    link: (children: React.ReactNode) => <a href="/x">{children}</a>,
  };
  expect(said("en", values)).toBe('Order M-1 of <bdi>&lt;Ada&gt;</bdi>. <a href="/x">Look <b>now</b></a>');
  expect(said("de", values)).toBe('<a href="/x">Nachsehen <b>now</b></a>: <bdi>&lt;Ada&gt;</bdi>, Bestellung M-1');
});

test("an element that is not there leaves nothing behind", () => {
  const link = (children: React.ReactNode) => <i>{children}</i>;
  expect(said("en", { code: "M-1", name: "Ada", again: null, link })).toBe("Order M-1 of <bdi>Ada</bdi>. <i>Look </i>");
});
