import { inject } from 'vitest';
import { until } from '../helpers/until';
import { moderate } from './moderate';
import { asAdmin } from './people';

const { urls, article } = inject('demo');

/**
 * Our neighbour writes a post that links to a page of ours, and pings us.
 *
 * @param target the page; else the article of the demo
 * @returns the post's URL, once its linkback is there: on a slow machine the worker verifies it
 */
export const writesPost = async (title: string, target = article): Promise<string> => {
  const text = `I read [an article about strangers](${target}) and have an answer: ${title}.`;
  const response = await fetch(`${urls.neighbour}/posts`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ title, text }),
  });
  const { url, pings } = await response.json();
  if (!pings.some(({ ok }: { ok: boolean }) => ok))
    throw new Error(`The neighbour's ping was refused: ${JSON.stringify(pings)}`);
  await until('its linkback is stored', async () => {
    const { results } = await asAdmin('GET', '/linkbacks/linkbacks?pageSize=100');
    return results.some(({ source }: { source: string }) => source === url);
  });
  return url;
};

/** Puts every linkback back to pending, but those that are deleted for good. */
export const allPending = async (): Promise<void> => {
  for (const [status, action] of [
    ['spam', 'restore'],
    ['trash', 'restore'],
    ['approved', 'unapprove'],
  ] as const) {
    const { results } = await asAdmin('GET', `/linkbacks/linkbacks?status=${status}&pageSize=100`);
    const ids = results.map(({ id }: { id: string }) => id);
    if (ids.length > 0) await moderate(action, ...ids);
  }
};
