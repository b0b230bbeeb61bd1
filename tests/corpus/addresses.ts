import type { EmailProblem } from "#domain/kernel/email-address.ts";

/** An address in each way that somebody may write it, what is stored and sent to, and what is shown. */
export type CorpusAddress = { typed: readonly string[]; stored: string; shown?: string };

const label = (letters: number) => "b".repeat(letters);

export const ADDRESSES: readonly CorpusAddress[] = [
  {
    typed: [
      "anna@пример.рф",
      "ANNA@ПРИМЕР.РФ",
      "anna@xn--e1afmkfd.xn--p1ai",
      "Anna@XN--E1AFMKFD.xn--p1ai",
      "anna@пример.рф.",
    ],
    stored: "anna@xn--e1afmkfd.xn--p1ai",
    shown: "anna@пример.рф",
  },
  {
    typed: ["eva@bücher.example", "eva@bu\u0308cher.example", "eva@BÜCHER.example", "eva@xn--bcher-kva.example"],
    stored: "eva@xn--bcher-kva.example",
    shown: "eva@bücher.example",
  },
  { typed: ["o&m@example.org", "O&M@Example.Org"], stored: "o&m@example.org" },
  { typed: ["sales/emea@example.org"], stored: "sales/emea@example.org" },
  { typed: ["anna=list@example.org"], stored: "anna=list@example.org" },
  { typed: ["!#$%&'*+/=?^_`{|}~-@example.org"], stored: "!#$%&'*+/=?^_`{|}~-@example.org" },
  { typed: ["o'brien@example.ie"], stored: "o'brien@example.ie" },
  { typed: ["ada+school@example.org"], stored: "ada+school@example.org" },
  {
    typed: [
      "mara@example.org",
      "  Mara@Example.ORG ",
      "mara@example.org.",
      "ma\u200bra@example.org",
      "\ufeffmara@example.org",
    ].concat(
      "ｍａｒａ＠ｅｘａｍｐｌｅ．ｏｒｇ",
      "mara@example。org",
      "mara@ex\u00adample.org",
      "\u202amara@example.org\u202c",
      "\tmara@example.org\r\n",
    ),
    stored: "mara@example.org",
  },
  { typed: ["eva@faß.example"], stored: "eva@xn--fa-hia.example", shown: "eva@faß.example" },
  { typed: ["hana@日本.example"], stored: "hana@xn--wgv71a.example", shown: "hana@日本.example" },
  { typed: ["sami@مثال.example"], stored: "sami@xn--mgbh0fb.example", shown: "sami@مثال.example" },
  // The word is of Cyrillic letters alone and reads as "apple": it is shown as what it is.
  { typed: ["pay@аррӏе.example"], stored: "pay@xn--80ak6aa92e.example" },
  { typed: [`${"a".repeat(64)}@example.org`], stored: `${"a".repeat(64)}@example.org` },
  { typed: [`a@${label(63)}.example.org`], stored: `a@${label(63)}.example.org` },
];

const longest = `${"a".repeat(64)}@${label(63)}.${label(63)}.${label(57)}.org`;

/** What is refused, and why. */
export const REFUSED_ADDRESSES: readonly { typed: string; problem: EmailProblem }[] = [
  ...["", "mara", "@example.org", "mara@", "mara@@example.org", "a@b@example.org", "ma ra@example.org"].map(
    refused("shape"),
  ),
  ...["mara@exa mple.org", "mara@exa\nmple.org", "mara@example.org\0", "a..b@example.org", ".a@example.org"].map(
    refused("shape"),
  ),
  ...["a.@example.org", "a@example.org,b@example.org", "mailto:a@example.org", "<a@example.org>"].map(refused("shape")),
  ...["Anna <a@example.org>", "a@example.org/x", "a@example.org?x=1", "a@exa%6dple.org", "a@user:x"].map(
    refused("shape"),
  ),
  ...["a@.org", "a@example..org", "a@-example.org", "a@example-.org", "a@exa_mple.org", "a@xn--.org"].map(
    refused("domain"),
  ),
  ...[`a@${label(64)}.org`, "a@example.123"].map(refused("domain")),
  ...["a@localhost", "a@b"].map(refused("no_dot")),
  ...["a@127.0.0.1", "a@[127.0.0.1]", "a@[IPv6:::1]", "a@1.2", "a@0x7f.1", "a@１２７.0.0.1"].map(refused("ip")),
  ...['"a b"@example.org', '"a"@example.org', "a(b)@example.org"].map(refused("quoted")),
  ...["ä@example.org", "анна@example.org", "花子@example.org"].map(refused("local_letters")),
  ...[`${"a".repeat(65)}@example.org`, `${longest}x`, "a".repeat(5_000), `a@${"b.".repeat(200)}org`].map(
    refused("too_long"),
  ),
];

function refused(problem: EmailProblem) {
  return (typed: string) => ({ typed, problem });
}
