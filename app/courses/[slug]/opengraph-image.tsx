// eslint-disable-next-line matricula/no-database-fs -- Two fonts of a package are read here; no file of the school is.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ImageResponse } from "next/og";
import { priceWords } from "#components/catalogue/price-words.ts";
import { listCourseCards } from "#domain/courses/list-course-cards.ts";
import { getCoursePage } from "#domain/courses/get-course-page.ts";
import { loadPricedCards } from "#domain/pricing/load-priced-cards.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { reading } from "#runtime";
import { getTranslator } from "#components/messages/get-translator.ts";
import { contentType, size } from "./picture.ts";

/** The picture that a link to a course shows elsewhere: the title on paper, the school's name below. */
export const dynamic = "force-static";
export { contentType, size };

const FONTS = "node_modules/geist/dist/fonts/geist-sans";
const font = (file: string) => readFile(join(process.cwd(), FONTS, file));

/** What the font can draw. Asked for anything else, the renderer would fetch a font from another site, and nothing here may. */
const DRAWABLE = /^[\u0020-\u007e\u00a0-\u017f\u2013\u2014\u2018-\u201e\u2026\u20ac]+$/;
const drawable = (text: string, instead: string) => (DRAWABLE.test(text) ? text : instead);

export default async function Image({ params }: { params: Promise<{ slug: string }> }) {
  const t = getTranslator();
  const ctx = reading(visitor);
  const course = await getCoursePage(ctx, (await params).slug);
  if (!course) return new Response(t("courses.not_found"), { status: 404 });
  const [card] = await loadPricedCards(ctx, await listCourseCards(ctx, [course.id]));
  const title = drawable(
    course.title.length > 110 ? `${course.title.slice(0, 108)} …` : course.title,
    t("courses.picture_title"),
  );
  const facts = [drawable(course.subjectName.slice(0, 60), ""), card && priceWords(card.prices)];
  return new ImageResponse(
    <Picture title={title} facts={facts.filter(Boolean).join("  ·  ")} school={drawable(course.schoolName, "")} />,
    {
      ...size,
      fonts: [
        { name: "Geist", data: await font("Geist-Regular.ttf"), weight: 400 },
        { name: "Geist", data: await font("Geist-SemiBold.ttf"), weight: 600 },
      ],
    },
  );
}

const COLOURS = { paper: "#faf8f3", ink: "#1d1b17", inkSoft: "#575249", accent: "#1d5b45" };

function Picture({ title, facts, school }: { title: string; facts: string; school: string }) {
  return (
    <div
      style={{
        display: "flex",
        flexDirection: "column",
        justifyContent: "space-between",
        width: "100%",
        height: "100%",
        padding: 72,
        color: COLOURS.ink,
        background: COLOURS.paper,
        borderBottom: `18px solid ${COLOURS.accent}`,
        fontFamily: "Geist",
      }}
    >
      <div style={{ display: "flex", fontSize: title.length > 60 ? 56 : 74, fontWeight: 600, lineHeight: 1.15 }}>
        {title}
      </div>
      <div style={{ display: "flex", justifyContent: "space-between", fontSize: 32, color: COLOURS.inkSoft }}>
        <div style={{ display: "flex", color: COLOURS.accent, fontWeight: 600 }}>{school}</div>
        <div style={{ display: "flex" }}>{facts}</div>
      </div>
    </div>
  );
}
