import { asAdmin } from './people';

/** Does something to linkbacks by the API, as somebody who looks at them now. */
export const moderate = async (action: string, ...ids: readonly string[]): Promise<void> => {
  const seen = await Promise.all(ids.map((id) => asAdmin('GET', `/linkbacks/linkbacks/${id}`)));
  const revisions = Object.fromEntries(seen.map(({ id, revision }) => [id, revision]));
  await asAdmin('POST', '/linkbacks/linkbacks/actions', { action, ids, revisions });
};
