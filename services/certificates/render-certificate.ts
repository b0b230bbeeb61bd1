import PDFDocument from "pdfkit";
import encodeQr from "qr";
import { formatCertificateCode } from "#domain/certificates/certificate-code.ts";
import { formatCertificateNumber } from "#domain/kernel/certificate-number.ts";
import type { Certificate } from "#domain/certificates/machine.ts";
import type { Words } from "#messages/message.ts";
import { escapeDocumentInfo } from "../pdf/escape-document-info.ts";
import { draw, fit, type Line, type Paper, registerFonts, wrap } from "./lay-out-text.ts";

/** Points: A4 upright, with the margins of a letter. */
const PAGE = { width: 595.28, height: 841.89, left: 72, right: 72, top: 64 };
const WIDTH = PAGE.width - PAGE.left - PAGE.right;
const QR_POINTS = 128;
const LOGO = { width: 180, height: 64 };
const INK_SOFT = "#55524c";
const GREEN = "#1f5b45";
const LINE_HEIGHT = 1.4;

export type CertificatePaper = {
  certificate: Certificate;
  /** What its QR code says: the address of its public page with the signed text. */
  address: string;
  /** What whoever types takes: the same page by its code. */
  typedAddress: string;
  /** The colour is a CSS hex colour; the logo PNG or JPEG. */
  school: { name: string; accentColor: string | null; logo: Buffer | null };
  words: Words;
};

/**
 * A certificate on paper: tagged for screen readers (PDF/UA), with the letters of its fonts inside. The same certificate, school and words
 * give the same bytes: its only time is that of its issue.
 */
export async function renderCertificate(what: CertificatePaper): Promise<Buffer> {
  const { certificate, words } = what;
  const title = words("certificates.paper_document_title", {
    course: certificate.courseTitle,
    number: formatCertificateNumber(certificate),
  });
  const info = {
    Title: title,
    Author: what.school.name,
    CreationDate: certificate.issuedAt,
    ModDate: certificate.issuedAt,
  };
  const paper = new PDFDocument({
    ...{ size: "A4", margin: 0, pdfVersion: "1.7", subset: "PDF/UA" as never, tagged: true, displayTitle: true },
    ...{ lang: words.locale, info },
  });
  escapeDocumentInfo(paper);
  const chunks: Buffer[] = [];
  paper.on("data", (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>((resolve, reject) => {
    paper.on("end", () => resolve());
    paper.on("error", reject);
  });
  registerFonts(paper);
  drawAll(paper, what);
  paper.end();
  await ended;
  return Buffer.concat(chunks);
}

function drawAll(paper: Paper, what: CertificatePaper): void {
  const { certificate, words } = what;
  const root = paper.struct("Document");
  paper.addStructure(root);
  const tagged = (type: string, drawn: () => void, options: object = {}) =>
    root.add(paper.struct(type, options, drawn));
  let y = PAGE.top;
  const paragraph = (type: string, lines: Line[], gap: number) => {
    tagged(type, () => {
      for (const line of lines) {
        draw(paper, line, PAGE.left, y);
        y += line.size * LINE_HEIGHT;
      }
    });
    y += gap;
  };
  const { logo, accentColor } = what.school;
  if (logo) {
    tagged("Figure", () => void paper.image(logo, PAGE.left, y, { fit: [LOGO.width, LOGO.height] }), {
      alt: what.school.name,
    });
    y += LOGO.height + 12;
  }
  paragraph(
    "P",
    wrap(paper, { text: what.school.name, size: 13, weight: 600, color: accentColor ?? GREEN }, WIDTH),
    64,
  );
  paragraph("H1", wrap(paper, { text: words("certificates.paper_title"), size: 30, weight: 600 }, WIDTH), 40);
  const box = { width: WIDTH, linesMax: 2, smallest: 11 };
  paragraph("P", fit(paper, { text: certificate.name, size: 24 }, box), 8);
  paragraph(
    "P",
    wrap(paper, { text: words("certificates.paper_has_completed"), size: 12, color: INK_SOFT }, WIDTH),
    12,
  );
  const titleBox = { width: WIDTH, linesMax: 3, smallest: 11 };
  paragraph("P", fit(paper, { text: certificate.courseTitle, size: 18, weight: 600 }, titleBox), 36);
  for (const [label, value] of listFacts(certificate, words)) {
    tagged("P", () => {
      draw(paper, { text: label, size: 10.5, color: INK_SOFT }, PAGE.left, y);
      draw(paper, { text: value, size: 10.5 }, PAGE.left + 150, y);
    });
    y += 10.5 * 1.75;
  }
  drawCheck(paper, what, tagged);
  root.end();
}

/** The QR code and how to check it stand at the foot of the page, whatever is above. */
function drawCheck(
  paper: Paper,
  { certificate, address, typedAddress, words }: CertificatePaper,
  tagged: (type: string, drawn: () => void, options?: object) => void,
): void {
  const top = PAGE.height - PAGE.top - QR_POINTS;
  tagged("Figure", () => drawQr(paper, address, PAGE.left, top), { alt: words("certificates.paper_qr_alt") });
  const left = PAGE.left + QR_POINTS + 20;
  const width = PAGE.width - PAGE.right - left;
  const small = (text: string, color?: string): Line[] =>
    wrap(paper, { text, size: 9, ...(color && { color }) }, width);
  const { version } = certificate;
  const lines = [
    ...small(words("certificates.paper_check"), INK_SOFT),
    ...small(typedAddress),
    ...small(
      words("certificates.paper_issued", {
        date: formatDay(certificate.issuedOn, words),
        number: formatCertificateNumber(certificate),
      }),
      INK_SOFT,
    ),
    ...(version > 1 ? small(words("certificates.paper_version", { version, before: version - 1 }), INK_SOFT) : []),
  ];
  tagged("P", () => {
    for (const [place, line] of lines.entries()) draw(paper, line, left, top + 4 + place * line.size * LINE_HEIGHT);
  });
}

/** One path of all dark squares, which no viewer draws with seams between them. */
function drawQr(paper: Paper, text: string, left: number, top: number): void {
  const framed = encodeQr(text, "raw", { ecc: "low", border: 1 });
  // The paper around it is its quiet zone.
  const rows = framed.slice(1, -1).map((cells) => cells.slice(1, -1));
  const side = QR_POINTS / rows.length;
  paper.fillColor("#000000");
  for (const [row, cells] of rows.entries()) {
    for (const [column, isDark] of cells.entries()) {
      if (isDark) paper.rect(left + column * side, top + row * side, side, side);
    }
  }
  paper.fill();
}

function listFacts(certificate: Certificate, words: Words): [string, string][] {
  const { startsOn, endsOn, completedOn, minutes } = certificate;
  const from = startsOn ?? completedOn;
  const to = endsOn ?? completedOn;
  const dates =
    from === to
      ? formatDay(from, words)
      : words("certificates.paper_from_to", { from: formatDay(from, words), to: formatDay(to, words) });
  const facts: [string, string][] = [
    [words("certificates.paper_dates_label"), dates],
    [words("certificates.paper_completed_label"), formatDay(completedOn, words)],
    [words("certificates.paper_number_label"), formatCertificateNumber(certificate)],
  ];
  if (minutes !== null) {
    facts.splice(1, 0, [words("certificates.paper_hours_label"), formatHours(minutes, words)]);
  }
  return facts;
}

const MINUTES = 60;

function formatHours(minutes: number, words: Words): string {
  const number = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 2 });
  return number.format(minutes / MINUTES);
}

/** `2027-03-03` as people of a language write it. */
function formatDay(day: string, { locale }: Words): string {
  const format = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}

/** As it is printed beside the QR code. */
export const formatTypedAddress = (url: string, code: string): string =>
  `${url}/certificates/${formatCertificateCode(code)}`;
