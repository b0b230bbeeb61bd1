import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { FormLocalTime } from "./local-time-field.tsx";
import { StateForm } from "./state-form.tsx";

const shown = (instant: string, timezone = "Europe/Zurich") =>
  renderToStaticMarkup(
    <StateForm action={async (state) => state}>
      <FormLocalTime name="startsAt" label="Begins" timezone={timezone} instant={new Date(instant)} />
    </StateForm>,
  );

test("a moment stands on the wall clock of its place, and what it was is sent along", () => {
  const markup = shown("2026-01-08T17:30:00.250Z");
  expect(markup).toContain('value="2026-01-08T18:30"');
  expect(markup).toContain('name="startsAtWas" value="2026-01-08T17:30:00.250Z"');
  expect(markup).not.toContain("<select");
  expect(markup).not.toContain("step=");
});

test("an hour that comes twice is asked about, and the stored one is chosen", () => {
  const markup = shown("2026-10-25T01:30:00Z");
  expect(markup).toContain('value="2026-10-25T02:30"');
  expect(markup).toContain('name="startsAtOffset"');
  expect(markup).toMatch(/<option value="\+01:00" selected="">/);
  expect(shown("2026-10-25T00:30:00Z")).toMatch(/<option value="\+02:00" selected="">/);
});

test("seconds are shown where there are some, and the browser lets them pass", () => {
  const markup = shown("2026-01-08T17:30:15Z");
  expect(markup).toContain('value="2026-01-08T18:30:15"');
  expect(markup).toContain('step="1"');
});
