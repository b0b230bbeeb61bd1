import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { RefundBadge } from "./states.tsx";

const shown = (provider: "bank" | "stripe", state: "requested" | "submitted" | "done" | "failed") =>
  renderToStaticMarkup(<RefundBadge provider={provider} state={state} approval={null} />);

test("a refund by bank transfer is to be sent until the office has sent it; one at a provider is on its way", () => {
  expect(shown("bank", "requested")).toContain("To be sent");
  expect(shown("bank", "submitted")).toContain("To be sent");
  expect(shown("bank", "done")).toContain("Given back");
  expect(shown("bank", "failed")).toContain("Failed");
  expect(shown("stripe", "requested")).toContain("Asked for");
  expect(shown("stripe", "submitted")).toContain("On its way");
});
