import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FormTick, StateForm } from "./state-form.tsx";

test("boxes of one name are ticked as they are stored, so that saving a form that nobody touched changes nothing", () => {
  const page = renderToStaticMarkup(
    <StateForm action={(state) => Promise.resolve(state)}>
      <FormTick id="en" name="languages" value="en" label="English" defaultChecked={false} />
      <FormTick id="de" name="languages" value="de" label="Deutsch" defaultChecked />
    </StateForm>,
  );
  const ticked = [...page.matchAll(/<input[^>]*>/g)].map(([box]) => [
    /id="(\w+)"/.exec(box)?.[1],
    /checked=/.test(box),
  ]);
  expect(ticked).toEqual([
    ["en", false],
    ["de", true],
  ]);
});
