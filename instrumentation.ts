import type { Instrumentation } from "next";

/** The build has no school to look after. */
const isBuild = () => process.env.NEXT_PHASE === "phase-production-build";

// Next builds this file for the edge too, where nothing of ours runs. What stands inside these very words is left out there.

/** Next calls this once in every server process, before it answers anything. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs" && !isBuild()) {
    const { startBackground } = await import("#app/_http/background.ts");
    await startBackground();
  }
}

/** Next calls this for what broke while it answered. */
export const onRequestError: Instrumentation.onRequestError = async (...broken) => {
  if (process.env.NEXT_RUNTIME === "nodejs" && !isBuild()) {
    const { logRequestError } = await import("#app/_http/background.ts");
    await logRequestError(...broken);
  }
};
