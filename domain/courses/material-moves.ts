/** Materials in their order under one heading; without a heading they stand before the first. */
export type MaterialGroup = { sectionId: string | null; ids: readonly string[] };

export type Direction = "up" | "down";

/** Where a material goes: one place on, or into a section before another material; without one, to its end. */
export type MaterialMove = { direction: Direction } | { sectionId: string | null; beforeId: string | null };

/**
 * The groups after one material has moved; undefined where it cannot go: there is no such section any more, or the material before
 * which it should stand is under another one by now. One step beyond the first or last of a section leads into the next one; one
 * beyond the first or last of all leaves everything as it is.
 */
export function computeMaterialOrder(
  groups: readonly MaterialGroup[],
  id: string,
  move: MaterialMove,
): MaterialGroup[] | undefined {
  const at = groups.findIndex(({ ids }) => ids.includes(id));
  const own = groups[at];
  if (!own) return undefined;
  if (!("direction" in move)) return insertBefore(groups, id, move);
  const place = own.ids.indexOf(id);
  const isUp = move.direction === "up";
  const neighbour = own.ids[isUp ? place - 1 : place + 2];
  if (isUp ? place > 0 : place < own.ids.length - 1) {
    return insertBefore(groups, id, { sectionId: own.sectionId, beforeId: neighbour ?? null });
  }
  const next = groups[isUp ? at - 1 : at + 1];
  if (!next) return [...groups];
  return insertBefore(groups, id, { sectionId: next.sectionId, beforeId: isUp ? null : (next.ids[0] ?? null) });
}

function insertBefore(
  groups: readonly MaterialGroup[],
  id: string,
  { sectionId, beforeId }: { sectionId: string | null; beforeId: string | null },
): MaterialGroup[] | undefined {
  if (beforeId === id) return [...groups];
  const without = groups.map((group) => ({ ...group, ids: group.ids.filter((each) => each !== id) }));
  const target = without.find((group) => group.sectionId === sectionId);
  if (!target) return undefined;
  const place = beforeId === null ? target.ids.length : target.ids.indexOf(beforeId);
  if (place < 0) return undefined;
  return without.map((group) =>
    group === target ? { ...group, ids: [...group.ids.slice(0, place), id, ...group.ids.slice(place)] } : group,
  );
}

/** The same for a list of sections: one on, or before another; without one, to the end. Undefined where it cannot go. */
export function computeSectionOrder(
  ids: readonly string[],
  id: string,
  move: { direction: Direction } | { beforeId: string | null },
): string[] | undefined {
  const moved = computeMaterialOrder(
    [{ sectionId: null, ids }],
    id,
    "direction" in move ? move : { sectionId: null, beforeId: move.beforeId },
  );
  return moved && [...(moved[0]?.ids ?? [])];
}
