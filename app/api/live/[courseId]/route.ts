import { allowMethods } from "#app/_http/methods.ts";
import { seatWords } from "#components/catalogue/words.ts";
import { getLiveSeats } from "#domain/courses/get-live-seats.ts";
import { visitor } from "#domain/kernel/actor.ts";
import { isId } from "#domain/kernel/ids.ts";
import { reading } from "#runtime";

/** How many seats each offering of a course has at this moment, in words for pages that are kept. The same for everyone. */
export async function GET(_request: Request, { params }: { params: Promise<{ courseId: string }> }) {
  const { courseId } = await params;
  const cohorts = isId("course", courseId) ? await getLiveSeats(reading(visitor), courseId) : [];
  const worded = cohorts.map(({ cohortId, state, left }) => {
    const { text, pressing } = seatWords(state, left);
    return { cohortId, state, left, text, longText: seatWords(state, left, { long: true }).text, pressing };
  });
  return Response.json({ cohorts: worded }, { headers: { "cache-control": "no-store" } });
}

export const { OPTIONS, POST, PUT, PATCH, DELETE } = allowMethods("GET");
