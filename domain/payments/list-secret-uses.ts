import { and, desc, eq } from "drizzle-orm";
import { providerEvents } from "#db/schema/index.ts";
import type { ReadCtx } from "../kernel/command.ts";
import { authorize } from "../policy.ts";

export type SecretUse = { fingerprint: string; lastAt: Date | null };

/** When each of a provider's signing secrets last proved a message, so that a person sees when the old one can go. */
export async function listSecretUses(ctx: ReadCtx, fingerprints: readonly string[]): Promise<SecretUse[]> {
  authorize(ctx, "settings.read", {});
  const { provider, signedWith, receivedAt } = providerEvents;
  const uses: SecretUse[] = [];
  for (const fingerprint of fingerprints) {
    const [last] = await ctx.read
      .select({ at: receivedAt })
      .from(providerEvents)
      .where(and(eq(provider, "stripe"), eq(signedWith, fingerprint)))
      .orderBy(desc(receivedAt))
      .limit(1);
    uses.push({ fingerprint, lastAt: last?.at ?? null });
  }
  return uses;
}
