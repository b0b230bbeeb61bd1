import { renderToStaticMarkup } from "react-dom/server";
import { afterEach, expect, test } from "vitest";
import { setBrowserTranslator } from "#components/messages/browser-translator.ts";
import { translatorFor } from "#messages/translator.ts";
import ErrorPage from "./error.tsx";

const before = globalThis.matriculaTranslator;
afterEach(() => {
  if (before) setBrowserTranslator(before);
});

test("a page that broke leads to the courses in the language in which it was read", () => {
  for (const language of ["de", "en"]) {
    setBrowserTranslator(() => translatorFor(language));
    const drawn = renderToStaticMarkup(<ErrorPage error={new Error("broken")} retry={() => {}} />);
    expect(drawn).toContain(`href="/${language}/courses"`);
    expect(drawn).toContain('href="/help/new"');
  }
});
