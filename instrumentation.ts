/** Next calls this once in every server process, before it answers anything. */
export async function register(): Promise<void> {
  // Neither the build nor the edge has a school to look after.
  if (process.env.NEXT_RUNTIME !== "nodejs" || process.env.NEXT_PHASE === "phase-production-build") return;
  const { startJobs } = await import("#ops/jobs/start.ts");
  startJobs();
}
