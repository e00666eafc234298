import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Core } from '@strapi/strapi';

/** Rows of one window. */
export const ID_WINDOW = 500;

/**
 * Gives conditions that together are true for all rows of a content type, the newest first, each for some of them only, with
 * a turn of the event loop between two: on SQLite nothing else happens while a statement runs.
 */
export async function* idWindows(
  strapi: Core.Strapi,
  uid: string
): AsyncGenerator<{ id: Record<string, number> }> {
  let before: number | null = null;
  for (;;) {
    const beyond: { id: Record<string, number> } | null = before === null ? null : { id: { $lt: before } };
    const [last]: { id: number }[] = await strapi.db.query(uid).findMany({
      select: ['id'],
      where: beyond ?? {},
      orderBy: { id: 'desc' },
      offset: ID_WINDOW - 1,
      limit: 1,
    });
    const from = last?.id ?? 0;
    yield { id: { $gte: from, ...(before === null ? {} : { $lt: before }) } };
    if (!last) return;
    before = from;
    await nextTurn();
  }
}
