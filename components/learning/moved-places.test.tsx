import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { MovedPlaces } from "./moved-places.tsx";

test("a moved place is named with its cohort, the day of the move and the day on which it begins", () => {
  const place = {
    enrolmentId: "enr_1",
    cohortId: "coh_1",
    cohortName: "Weekend",
    cohortLanguage: "en",
    startsAt: new Date("2026-03-07T09:00:00Z"),
    timezone: "Europe/Zurich",
    movedAt: new Date("2026-01-08T23:30:00Z"),
  };
  const shown = renderToStaticMarkup(
    <MovedPlaces moved={[place]} schoolTimezone="Europe/Zurich" hrefOf={({ cohortId }) => `/c/${cohortId}`} />,
  );
  expect(shown.replaceAll(/<[^>]*>/g, "")).toBe("Moved to Weekend on 9 January 2026Starts on 7 March 2026");
  expect(shown).toContain('href="/c/coh_1"');
});
