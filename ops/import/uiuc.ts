import { message } from "#messages/message.ts";
import {
  escapeMarkdown,
  truncate,
  type Format,
  toSingleLine,
  type Reading,
  type Row,
  summarise,
  decodeEntities,
} from "./format.ts";

const TIMEZONE = "America/Chicago";

const DAYS: Record<string, string> = { M: "Mon", T: "Tue", W: "Wed", R: "Thu", F: "Fri", S: "Sat", U: "Sun" };

/** A term's catalogue: one row a section, with the text of its course on every row. */
export const uiucCatalogue: Format = {
  name: message("imports.format_uiuc"),
  source: "uiuc",
  columns: ["YearTerm", "Subject", "Number", "Name", "Description", "Credit Hours", "CRN", "Section", "Type"],
  quoted: true,
  coursesRepeat: true,
  read(row, { currency }): Reading {
    const clean = (column: string) => toSingleLine(decodeEntities(row[column] ?? ""));
    const crn = clean("CRN");
    const number = `${clean("Subject")} ${clean("Number")}`.trim();
    if (!/^\d+$/.test(crn)) return { reason: message("imports.no_crn") };
    if (!/^\S+ \S+$/.test(number)) return { reason: message("imports.no_subject_and_number"), key: crn };
    const description = clean("Description");
    const credit = clean("Credit Hours");
    const creditLine = credit === "" ? "" : `Credit: ${credit}`;
    return {
      courseKey: number,
      course: {
        title: `${number}: ${clean("Name") || number}`,
        summary: summarise(description) || creditLine || number,
        description: [escapeMarkdown(description), escapeMarkdown(creditLine)].filter(Boolean).join("\n\n"),
        subject: clean("Subject"),
        level: levelOf(clean("Number")),
      },
      cohort: {
        // A CRN names a section within a term; the next term may give it to another.
        externalKey: `${clean("YearTerm")}/${crn}`,
        fields: {
          name: truncate(nameOf(row), 200),
          timezone: TIMEZONE,
          place: placeOf(clean("Room"), clean("Building"), clean("Type")),
          priceMinor: 0,
          currency,
        },
      },
    };
  },
};

/** 100 and 200 are for the first years, 300 and 400 for the later ones, 500 and above for graduates. */
function levelOf(number: string) {
  const hundreds = Math.floor(Number(number) / 100);
  if (!Number.isFinite(hundreds)) return "any" as const;
  return hundreds < 3 ? ("beginner" as const) : hundreds < 5 ? ("intermediate" as const) : ("advanced" as const);
}

function nameOf(row: Row): string {
  const text = (column: string) => toSingleLine(decodeEntities(row[column] ?? ""));
  const title = text("Section Title");
  const section = `Section ${text("Section") || text("CRN")}`;
  const days = [...text("Days of Week")].map((day) => DAYS[day]).filter(Boolean);
  const hours = /\d/.test(text("Start Time")) ? `${clock(text("Start Time"))}–${clock(text("End Time"))}` : "";
  const when = [text("Type").toLowerCase(), days.join(" "), hours].filter(Boolean).join(" ");
  return [section, title, when].filter(Boolean).join(", ");
}

/** `01:50 PM` is 13:50. */
function clock(text: string): string {
  const [, hour, minute, half] = /^(\d{1,2}):(\d{2})\s*([AP])M$/i.exec(text) ?? [];
  if (!hour || !minute || !half) return text;
  return `${(Number(hour) % 12) + (half.toUpperCase() === "P" ? 12 : 0)}:${minute}`;
}

function placeOf(room: string, building: string, type: string): string {
  const place = [building, room].filter(Boolean).join(" ");
  if (place !== "") return place;
  return /online/i.test(type) ? "" : "Place to be announced";
}
