"use server";

import { z } from "zod";
import { redirectDone } from "#app/_forms/redirect-done.ts";
import { plainAction } from "#app/_forms/action.ts";
import { isId } from "#domain/kernel/ids.ts";
import { markMaterialDone } from "#domain/learning/mark-material-done.ts";
import { undoMaterialDone } from "#domain/learning/undo-material-done.ts";
import { leaveWaitingList } from "#domain/waiting/leave-waiting-list.ts";

const WaitingId = z.object({ waitingId: z.string().refine((text) => isId("waiting", text)) });

/** Leaves a waiting list, or declines the seat that was offered. */
export const stopWaitingAction = plainAction(WaitingId, async ({ write }, { waitingId }) => {
  await write((ctx) => leaveWaitingList(ctx, waitingId));
  await redirectDone("/learning", "waiting-left");
});

const MaterialId = z.string().refine((text) => isId("material", text));
/** `slug` and `goTo` say which page of the course comes next, and nothing else. */
const Material = z.object({
  slug: z.string().regex(/^[a-z0-9_-]{1,120}$/),
  materialId: MaterialId,
  goTo: MaterialId.optional(),
});

/** Marks a material as done, and goes on to the next one when that is asked. */
export const markDoneAction = plainAction(Material, async ({ write }, { slug, materialId, goTo }) => {
  const { completed } = await write((ctx) => markMaterialDone(ctx, { materialId }));
  await redirectDone(`/learning/${slug}/${goTo ?? materialId}`, completed ? "course-completed" : "material-done");
});

export const undoDoneAction = plainAction(Material, async ({ write }, { slug, materialId }) => {
  await write((ctx) => undoMaterialDone(ctx, { materialId }));
  await redirectDone(`/learning/${slug}/${materialId}`, "material-undone");
});
