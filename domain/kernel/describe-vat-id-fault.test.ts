import { expect, test } from "vitest";
import { message } from "#messages/message.ts";
import { compactVatId, describeVatIdFault } from "./describe-vat-id-fault.ts";

const fault = (typed: string, country: string) => describeVatIdFault(compactVatId(typed, country), country);

test.each([
  ["DE136695976", "DE"],
  ["de 136 695 976", "DE"],
  ["136695976", "DE"],
  ["ＤＥ１３６６９５９７６", "DE"],
  ["ATU13585627", "AT"],
  ["CHE-107.787.577 MWST", "CH"],
  ["CHE107787577", "CH"],
  ["BE0428759497", "BE"],
  ["IT00743110157", "IT"],
  ["LU15027442", "LU"],
  ["PL8567346215", "PL"],
  ["DK13585628", "DK"],
  ["EL094259216", "GR"],
  ["GR094259216", "GR"],
  ["FR40303265045", "FR"],
  ["NL004495445B01", "NL"],
  // A company may be registered in another country than the one in which it is.
  ["DE136695976", "CH"],
  ["12-3456789", "US"],
])("a VAT id has no fault, however it is written: %j in %s", (typed, country) => {
  expect(fault(typed, country)).toBeNull();
});

test.each([
  ["DE136695977", "DE", message("fields.vat_id_digits")],
  ["DE13669597", "DE", message("fields.vat_id_shape", { example: "DE136695976" })],
  ["ATU13585628", "AT", message("fields.vat_id_digits")],
  ["CHE107787578", "CH", message("fields.vat_id_digits")],
  ["BE0428759498", "BE", message("fields.vat_id_digits")],
  ["IT00743110158", "IT", message("fields.vat_id_digits")],
  ["LU15027443", "LU", message("fields.vat_id_digits")],
  ["none", "DE", message("fields.vat_id_shape", { example: "DE136695976" })],
  ["GR09425921", "GR", message("fields.vat_id_shape", { example: "EL094259216" })],
  ["<b>", "US", message("fields.vat_id_characters")],
])("a VAT id that nobody has is said to be wrong: %j in %s", (typed, country, said) => {
  expect(fault(typed, country)).toEqual(said);
});
