import { cookies } from "next/headers";
import { createPassCookie } from "#app/check-in/pass-cookie.ts";
import { createCheckInPass, isCheckInCode } from "#domain/attendance/room-code.ts";
import { isId } from "#domain/kernel/ids.ts";
import { runtime } from "#runtime";

type Params = { params: Promise<{ meetingId: string; code: string }> };

/**
 * Where the QR code in the room leads. A code lasts some seconds, and signing in takes longer: whoever has read it in time gets a pass
 * for ten minutes. Nothing is written here, because browsers and the guards of networks open links in advance.
 */
export async function GET(_request: Request, { params }: Params): Promise<Response> {
  const { meetingId, code } = await params;
  const { secret, clock, config } = runtime();
  const headers = new Headers({ location: "/courses", "cache-control": "no-store" });
  if (!isId("meeting", meetingId)) return new Response(null, { status: 303, headers });
  headers.set("location", `/check-in/${meetingId}`);
  const now = clock();
  if (isCheckInCode(secret, meetingId, code, now)) {
    (await cookies()).set(createPassCookie(createCheckInPass(secret, meetingId, now), config.url));
  }
  return new Response(null, { status: 303, headers });
}
