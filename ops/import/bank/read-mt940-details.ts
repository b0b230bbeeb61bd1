import { describeIbanFault } from "#domain/kernel/describe-iban-fault.ts";
import type { StatementLine } from "#domain/bank/statement.ts";

type Details = Partial<Pick<StatementLine, "name" | "iban" | "reference" | "endToEndId" | "text" | "returnReason">>;

const TEXT_MAX = 2000;

/**
 * What `:86:` says of a movement, in the ways that banks have of saying it: German subfields (`166?00…?20…?32…`), words between slashes
 * (`/EREF/…/NAME/…`), the fields of `:NS:`, or plain text.
 */
export function readDetails(tag: string, value: string): Details {
  if (tag === "NS") return readNumbered(value);
  const joined = value.replace(/\n/g, "");
  const [, code, mark] = /^(\d{3})([^A-Za-z0-9\s/])/.exec(joined) ?? [];
  if (code && mark) return readSubfields(code, mark, joined);
  if (/^\/[A-Z]{3,4}\//.test(joined) || /\/(EREF|REMI|NAME|IBAN|ORDP|BENM)\//.test(joined)) return readSlashes(joined);
  const text = value.replace(/\s*\n\s*/g, " ").trim();
  return { text: text.slice(0, TEXT_MAX), ...findIban(text) };
}

/** `?20` to `?29` and `?60` to `?63` are the text, cut without regard to words; `?30` the bank, `?31` the account, `?32` and `?33` the name. */
function readSubfields(code: string, mark: string, joined: string): Details {
  const fields = new Map<string, string>();
  for (const part of joined.slice(3).split(mark)) {
    const [, number, text] = /^(\d{2})(.*)$/s.exec(part) ?? [];
    if (number) fields.set(number, (fields.get(number) ?? "") + (text ?? ""));
  }
  const gather = (...ranges: [from: number, to: number][]) =>
    [...fields].flatMap(([number, text]) =>
      ranges.some(([from, to]) => Number(number) >= from && Number(number) <= to) ? [text] : [],
    );
  const purpose = gather([20, 29], [60, 63]).join("");
  const words = readMarkers(purpose);
  const account = (fields.get("31") ?? "").trim();
  const booking = (fields.get("00") ?? "").trim();
  return {
    name: `${fields.get("32") ?? ""}${fields.get("33") ?? ""}`.trim().slice(0, 140),
    iban: (account || words.iban || "").slice(0, 40),
    text: [booking, words.text].filter(Boolean).join(" · ").slice(0, TEXT_MAX),
    ...(words.endToEndId ? { endToEndId: words.endToEndId } : {}),
    ...(words.reference ? { reference: words.reference } : {}),
    // 108, 109 and 159: a debit or a credit transfer that came back; its reason stands in `?34` or in the text.
    ...(/^(108|109|159|181|184)$/.test(code) ? { returnReason: readReason(purpose, fields.get("34")) } : {}),
  };
}

const readReason = (text: string, key: string | undefined) =>
  /\b(A[CG]0[1-9]|AM0\d|BE0\d|FOCR|M[DS]0\d|RC01|RR0\d|SL01|TM01)\b/.exec(text)?.[1] ?? (key?.trim() || "RETURN");

/** The marks that SEPA text carries: `EREF+…KREF+…SVWZ+…`. A mark may be cut by the end of a subfield. */
function readMarkers(purpose: string): { text: string; endToEndId?: string; reference?: string; iban?: string } {
  const parts = new Map<string, string>();
  let name = "";
  for (const piece of purpose.split(/(EREF\+|KREF\+|MREF\+|CRED\+|DEBT\+|SVWZ\+|ABWA\+|ABWE\+|IBAN\+|BIC\+|PURP\+)/)) {
    if (/^[A-Z]{3,4}\+$/.test(piece)) name = piece.slice(0, -1);
    else if (piece.trim() !== "") parts.set(name, `${parts.get(name) ?? ""}${piece}`.trim());
  }
  const endToEnd = parts.get("EREF") ?? "";
  const text = [parts.get(""), parts.get("SVWZ")].filter(Boolean).join(" ") || purpose.trim();
  const iban = parts.get("IBAN")?.replaceAll(" ", "");
  return {
    text,
    ...(endToEnd && !/^NOT ?PROVIDED$/i.test(endToEnd) ? { endToEndId: endToEnd.slice(0, 40) } : {}),
    ...(iban ? { iban } : {}),
  };
}

/** Dutch banks: `/TRTP/SEPA OVERBOEKING/IBAN/NL…/BIC/…/NAME/…/REMI/…/EREF/…`; ING writes `/REMI/USTD//text/`. */
function readSlashes(joined: string): Details {
  const parts = new Map<string, string>();
  const known =
    "EREF|REMI|NAME|IBAN|BIC|CNTP|TRTP|ORDP|BENM|MARF|CSID|PREF|PURP|RTRN|ULTD|ULTC|ISDT|INIT|ADDR|ID|KREF|SVCL|TRCD|SWOD";
  let name = "";
  for (const piece of joined.split(new RegExp(`(/(?:${known})/)`))) {
    if (new RegExp(`^/(?:${known})/$`).test(piece)) name = piece.slice(1, -1);
    else parts.set(name, `${parts.get(name) ?? ""}${piece}`);
  }
  const [partyIban = "", , partyName = ""] = (parts.get("CNTP") ?? "").split("/");
  const remittance = (parts.get("REMI") ?? "").replace(/^(USTD|STRD)\/\/?/, "").replace(/^\/+|\/+$/g, "");
  const structured = /^CUR\/(.+)$/.exec(remittance)?.[1];
  const endToEnd = (parts.get("EREF") ?? "").replace(/\/+$/, "").trim();
  const returned = parts.get("RTRN")?.trim();
  return {
    name: (parts.get("NAME") ?? partyName).trim().slice(0, 140),
    iban: (parts.get("IBAN") ?? partyIban).trim().slice(0, 40),
    text: (structured ?? (remittance || joined)).trim().slice(0, TEXT_MAX),
    ...(structured ? { reference: structured.replaceAll(" ", "").slice(0, 40) } : {}),
    ...(endToEnd && !/^NOT ?PROVIDED$/i.test(endToEnd) ? { endToEndId: endToEnd.slice(0, 40) } : {}),
    ...(returned ? { returnReason: returned.slice(0, 60) } : {}),
  };
}

/** `:NS:` of some German programs: lines that begin with two digits: 01 to 14 the text, 15 and 16 the name, 17 what it is, 19 and 20 the account. */
function readNumbered(value: string): Details {
  const fields = value.split("\n").flatMap((line) => {
    const [, number, text] = /^(\d{2})(.*)$/.exec(line) ?? [];
    return number ? [{ number: Number(number), text: (text ?? "").trim() }] : [];
  });
  const gather = (from: number, to: number) =>
    fields.flatMap(({ number, text }) => (number >= from && number <= to && text ? [text] : [])).join(" ");
  return {
    text: [gather(17, 17), gather(1, 14)].filter(Boolean).join(" · ").slice(0, TEXT_MAX),
    name: gather(15, 16),
    iban: gather(20, 20),
  };
}

/** An account number in plain text, in one piece. */
function findIban(text: string): Pick<Details, "iban"> {
  const [found] = /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/.exec(text) ?? [];
  return found && describeIbanFault(found) === null ? { iban: found.replaceAll(" ", "") } : {};
}
