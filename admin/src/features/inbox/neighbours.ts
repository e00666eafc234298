/** Under which name the history of the browser keeps the ids of the list that a linkback was opened from. */
export const NEIGHBOURS = 'linkbacks';

/** The linkbacks before and after one in the list that it was opened from; null at the ends, and without a list. */
export const neighboursOf = (
  state: unknown,
  id: string
): { previous: string | null; next: string | null } => {
  const kept: unknown = (state as Record<string, unknown> | null)?.[NEIGHBOURS];
  const ids = Array.isArray(kept) ? kept.filter((one) => typeof one === 'string') : [];
  const place = ids.indexOf(id);
  if (place < 0) return { previous: null, next: null };
  return { previous: ids[place - 1] ?? null, next: ids[place + 1] ?? null };
};
