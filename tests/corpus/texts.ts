import naughty from "big-list-of-naughty-strings" with { type: "json" };

/** Strings that have broken other programs: the Big List of Naughty Strings, without what is empty. */
export const NAUGHTY_STRINGS: readonly string[] = (naughty as string[]).filter((text) => text.trim() !== "");

/** Two ways to write what a reader takes for the same: either finds the other. */
export const SAME_TEXTS: readonly (readonly [string, string])[] = [
  ["Rückerstattung", "RUCKERSTATTUNG"],
  ["Straße", "STRASSE"],
  ["ΟΔΥΣΣΕΥΣ", "οδυσσεύς"],
  ["ﬁnanciële", "FINANCIELE"],
  ["İstanbul", "istanbul"],
  ["Işık", "ışık"],
  ["“Anführung”", '"anfuhrung"'],
  ["l’été", "l'ete"],
  ["2026–2027", "2026-2027"],
  ["a\u00a0b", "a b"],
  ["ｶﾞｲﾄﾞ", "ガイド"],
  ["ガイド", "がいど"],
  ["한국어", "한국어".normalize("NFD")],
  ["٢٠٢٦", "2026"],
  ["۲۰۲۶", "２０２６"],
  ["२०२६", "2026"],
  ["①", "1"],
  ["أحمد", "احمد"],
  ["محمـد", "محمد"],
  ["كتاب", "کتاب"],
  ["علی", "علي"],
  ["Ёлка", "елка"],
  ["co\u00adoperate", "cooperate"],
  ["zero\u200bwidth", "zerowidth"],
  ["résumé", "re\u0301sume\u0301"],
  ["№ 5", "No 5"],
  ["Dvořák", "DVORAK"],
];

/** What is another word, though it looks alike: one does not find the other. */
export const OTHER_TEXTS: readonly (readonly [string, string])[] = [
  ["かき", "かぎ"],
  ["ハン", "パン"],
  ["कल", "किल"],
  ["काम", "कम"],
  ["мой", "мои"],
  ["їх", "іх"],
  ["น้ำ", "นำ"],
  ["日", "曰"],
  ["100%", "1000"],
  ["a_b", "axb"],
  ["a%b", "a and b"],
  ["한", "핝"],
];

/** In the order of a class list. */
export const SORTED_NAMES: readonly string[] = [
  "10 Downing",
  "Ada Zorn",
  "Ädam Bach",
  "Agnès",
  "apfel",
  "Ärger",
  "Élise Blanc",
  "Emil",
  "Éva",
  "Łucja",
  "Lukas",
  "Müller",
  "Mullis",
  "Ñandú",
  "Nora",
  "Obrecht",
  "O'Brien",
  "O’Brienne",
  "Oz",
  "Özil",
  "Ruß",
  "Russe",
  "Şahin",
  "Saul",
  "Straße",
  "Strasser",
  "van den Berg",
  "Van Dyk",
  "Zoë",
  "Αλέξης",
  "Γιώργος",
  "Ёлка",
  "Елна",
  "Иван",
  "Йод",
  "Яков",
  "דוד",
  "שרה",
  "あき",
  "カナ",
  "きみ",
  "李",
  "王",
  "한지민",
];

/** Every blank, dash, digit and invisible sign that Unicode has, by its own properties. */
export const UNICODE = {
  blanks: all(/^[\p{Z}]$/u),
  dashes: all(/^\p{Pd}$/u),
  digits: all(/^\p{Nd}$/u),
  invisible: all(/^\p{Default_Ignorable_Code_Point}$/u).filter((sign) => !/^\p{Cn}$/u.test(sign)),
};

function all(fits: RegExp): string[] {
  const found: string[] = [];
  for (let point = 0; point < 0x110000; point++) {
    // Planes 4 to 13 and 15 up hold nothing.
    if (point === 0x40000) point = 0xe0000;
    if (point === 0xf0000) break;
    const sign = String.fromCodePoint(point);
    if (fits.test(sign)) found.push(sign);
  }
  return found;
}
