import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FormSelect, StateForm } from "../forms/state-form.tsx";
import { BareSelect, Select } from "./select.tsx";

const options = [
  { value: "UTC", label: "UTC" },
  { value: "Europe/Zurich", label: "Europe/Zurich" },
];

/** What a browser would send of the select if nobody touched it: the chosen option, or else the first. */
function untouched(markup: string): string | undefined {
  return (/<option value="([^"]*)" selected=""/.exec(markup) ?? /<option value="([^"]*)"/.exec(markup))?.[1];
}

test.each(["UTC", "Europe/Zurich", "US/Eastern", "QQQ", "Europe/Kyiv"])(
  "a stored %s is shown, and sent again",
  (stored) => {
    for (const shown of [
      <BareSelect key="bare" name="zone" options={options} defaultValue={stored} />,
      <Select key="select" label="Zone" name="zone" options={options} defaultValue={stored} />,
      <Select key="any" label="Zone" name="zone" options={options} placeholder="Any" defaultValue={stored} />,
      <StateForm key="form" action={async (state) => state}>
        <FormSelect label="Zone" name="zone" options={options} defaultValue={stored} />
      </StateForm>,
    ]) {
      const markup = renderToStaticMarkup(shown);
      expect(untouched(markup)).toBe(stored);
      expect(markup.match(/<option/g)?.length).toBeLessThanOrEqual(4);
    }
  },
);

test("nothing stored is nothing: the empty choice where there is one, the first option where there is none", () => {
  expect(untouched(renderToStaticMarkup(<BareSelect name="zone" options={options} placeholder="Any" />))).toBe("");
  expect(untouched(renderToStaticMarkup(<BareSelect name="zone" options={options} defaultValue="" />))).toBe("UTC");
});

test("somebody who has left the team is shown by name", () => {
  const markup = renderToStaticMarkup(
    <Select label="Who" name="who" options={options} defaultValue="usr_1" storedLabel="Mara Keller" />,
  );
  expect(markup).toContain('<option value="usr_1" selected="">Mara Keller</option>');
});
