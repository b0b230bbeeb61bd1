import { expect, test } from "vitest";
import { message } from "#messages/message.ts";
import { describeIbanFault } from "./describe-iban-fault.ts";

test.each([
  "CH93 0076 2011 6238 5295 7",
  "ch93 0076-2011 6238 5295 7",
  "DE89\u00a03704\u00a00044\u00a00532\u00a00130\u00a000",
  "ＤＥ８９３７０４００４４０５３２０１３０００",
  "\u200eGB29 NWBK 6016 1331 9268 19",
  "NO93 8601 1117 947",
  "MT84MALT011000012345MTLCAST001S",
  "LC55HEMM000100010012001200023015",
])("an account number has no fault, however it is written: %j", (iban) => {
  expect(describeIbanFault(iban)).toBeNull();
});

test.each([
  ["CH93 0076 2011 6238 5295 8", message("fields.iban_wrong")],
  ["CH39 0076 2011 6238 5295 7", message("fields.iban_wrong")],
  ["CH93 0076 2011 6238 5295", message("fields.iban_length", { country: "CH", length: 21, given: 20 })],
  ["DE89 3704 0044 0532 0130 000", message("fields.iban_length", { country: "DE", length: 22, given: 23 })],
  ["CH93", message("fields.iban_length", { country: "CH", length: 21, given: 4 })],
  ["ZZ93 0076 2011 6238 5295 7", message("fields.iban_country", { country: "ZZ" })],
  ["US64 0076 2011 6238 5295 7", message("fields.iban_country", { country: "US" })],
  ["CH93 0076 2011 6238 5295 é", message("fields.iban_characters", { characters: "É" })],
  ["СH93 0076 2011 6238 5295 7", message("fields.iban_characters", { characters: "С" })],
  ["CH93+0076#2011", message("fields.iban_characters", { characters: "+ #" })],
  ["01-162-8", message("fields.iban_beginning")],
  ["CHO3 0076 2011 6238 5295 7", message("fields.iban_beginning")],
  ["", message("fields.iban_beginning")],
])("what is wrong with %j is said, each fault in its own sentence", (iban, fault) => {
  expect(describeIbanFault(iban)).toEqual(fault);
});
