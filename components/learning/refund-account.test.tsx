import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { RefundAccount } from "./refund-account.tsx";

const page = (isFinal: boolean | undefined) =>
  renderToStaticMarkup(
    <RefundAccount
      receipt={{
        ...{ id: "ord_1", code: "ABCDEFG", buyer: { name: "Ada", email: "ada@example.org" } },
        refundAccount: isFinal === undefined ? null : { holder: "Ada Lovelace", end: "… 2957", isFinal },
      }}
      recent={{ isRecent: true, hasPassword: true, signInHref: "/sign-in" }}
      action={(state) => Promise.resolve(state)}
    />,
  );

test("another account is asked for as long as one can be taken, and not once the transfer is prepared", () => {
  for (const open of [page(undefined), page(false)]) expect(open).toContain("<form");
  expect(page(false)).toContain("until it is sent");
  const closed = page(true);
  expect(closed).not.toContain("<form");
  expect(closed).not.toContain("until it is sent");
  expect(closed).toContain("2957");
});
