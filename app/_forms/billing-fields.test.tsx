import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { BillingBlock } from "#components/checkout/billing-block.tsx";
import { BillingFields as InvoiceFields } from "#components/invoices/billing-fields.tsx";
import { typedIn } from "#components/forms/form-state.ts";
import { BillingFields } from "./billing-fields.ts";

/** The names of what is typed into a page. */
const namesIn = (page: string) => [...page.matchAll(/<(?:input|select)[^>]* name="([^"]+)"/g)].map(([, name]) => name);

/** What a form shows again of what was typed into it: each field under its name. */
function showAgain(names: readonly (string | undefined)[]): Record<string, string> {
  const form = new FormData();
  for (const name of names) form.set(name ?? "", `typed as ${name}`);
  return typedIn(form);
}

const PARTS = ["Company", "Name", "Street", "Number", "PostCode", "Town", "Country", "VatId", "Reference"] as const;

test("the block of billing details asks for each part, and none of it is lost when only the price was asked for", () => {
  const block = namesIn(
    renderToStaticMarkup(<BillingBlock known={undefined} countries={[{ value: "CH", label: "Switzerland" }]} id="b" />),
  );
  expect(block).toEqual(PARTS.map((part) => `billing${part}`));
  expect([...block, "billingKnown"]).toEqual(Object.keys(BillingFields));
  for (const name of block) expect(showAgain(block)).toHaveProperty(name ?? "", `typed as ${name}`);
});

test("the form of an invoice's own details shows each part again, too, and so does that of the school's address", () => {
  const own = namesIn(renderToStaticMarkup(<InvoiceFields details={{}} countries={[{ value: "CH", label: "CH" }]} />));
  expect(own).toHaveLength(PARTS.length);
  expect(Object.keys(showAgain([...own, "addressPostCode"]))).toEqual([...own, "addressPostCode"]);
});

test("a code that lets somebody in, a password and a mail server's address are never shown again", () => {
  expect(showAgain(["code", "signInCode", "password", "newPassword", "token", "secretKey", "SMTP_URL"])).toEqual({});
});
