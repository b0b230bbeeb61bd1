import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { MonthsPanel } from "./months-panel.tsx";

const noAction = async () => ({}) as never;

test("a month that goes on is not to be closed yet, and says from when on", () => {
  const draw = (current: string) =>
    renderToStaticMarkup(
      <MonthsPanel
        {...{ current, mayReopen: false, closeAction: noAction, reopenAction: noAction }}
        months={[{ period: "2026-12", closedAt: null }]}
      />,
    );
  expect(draw("2026-12")).toContain("Can be closed from 1 January 2027");
  expect(draw("2026-12")).not.toContain("Close 2026-12");
  expect(draw("2027-01")).toContain("Close 2026-12");
  expect(draw("2027-01")).not.toContain("Can be closed");
});
