import type { Core } from '@strapi/strapi';
import { LINKBACK_UID } from '../../constants';
import type { HostListing, LinkbackAction, LinkbackActionResult } from '../../contracts/linkbacks';
import { getLinkbacks, getService } from '../../get-service';
import { changeLinkback } from './change';
import { decide, isStale, refused, STALE, type Occasion, type Refused } from './decision';
import type { Erase } from './erase';
import { emitChange } from './events';
import { createFeedback } from './feedback';
import { createHostLists, isHostAction } from './host-lists';
import { moveOf } from './moves';
import { revisionOf } from './revision';
import type { LinkbackRow } from './rows';

/** Without the id of the linkback. */
type Acted =
  { ok: true; outcome: 'changed' | 'unchanged'; revision: string | null; hosts?: HostListing } | Refused;
const MISSING = refused({ code: 'action.no-linkback' });

/** What a moderator does to one linkback. `erase` deletes for good. */
export const createAct = (o: {
  strapi: Core.Strapi;
  erase: Erase['rows'];
}): ((action: LinkbackAction, id: string, occasion: Occasion) => Promise<LinkbackActionResult>) => {
  const { strapi, erase } = o;
  const { queue } = getLinkbacks(strapi);
  const listHosts = createHostLists({ strapi });
  const tellSpamFilter = createFeedback({ strapi });

  const remove = async (row: LinkbackRow, occasion: Occasion): Promise<Acted> => {
    const erased = await erase([row], (now) => now.status === row.status && !isStale(now, occasion));
    return erased.length > 0 ? { ok: true, outcome: 'changed', revision: null } : STALE;
  };

  const verify = async (row: LinkbackRow, actor: string): Promise<Acted> => {
    const { documentId: linkback, source } = row;
    await queue.add([{ kind: 'recheck', linkback, by: actor, host: new URL(source).host }]);
    getService(strapi, 'worker').wake();
    return { ok: true, outcome: 'changed', revision: revisionOf(row) };
  };

  /** By what it is once nobody else changes it. */
  const move = async (action: LinkbackAction, { id }: LinkbackRow, occasion: Occasion): Promise<Acted> => {
    const found: { refusal: Refused | null; hosts?: HostListing } = { refusal: null };
    const change = () =>
      changeLinkback(strapi, id, async (now) => {
        const decision = decide(action, now, occasion);
        found.refusal = decision.ok ? null : decision;
        if (!decision.ok) return null;
        const listed = isHostAction(action) ? await listHosts(action, now) : null;
        if (listed?.ok === false) found.refusal = refused(listed.error);
        else if (listed) found.hosts = listed.value;
        return found.refusal ? null : decision.patch;
      });
    // A host gets on its list and its linkback moves, or neither. Everybody locks the lists first.
    const isListing = isHostAction(action);
    const changed = await (isListing ? getService(strapi, 'settings').exclusively(change) : change());
    if (!changed) return MISSING;
    if (found.refusal) return found.refusal;
    emitChange(strapi, changed);
    await tellSpamFilter(changed);
    const { hosts = 'unchanged' } = found;
    const isChanged = changed.after !== changed.before || hosts !== 'unchanged';
    const outcome = isChanged ? 'changed' : 'unchanged';
    return { ok: true, outcome, revision: revisionOf(changed.after), ...(isListing && { hosts }) };
  };

  const actOn = (action: LinkbackAction, row: LinkbackRow, occasion: Occasion): Promise<Acted> | Acted => {
    if (isStale(row, occasion)) return STALE;
    const next = moveOf(action, row, occasion.actor);
    if (next.kind === 'refused') return refused(next.why);
    if (next.kind === 'delete') return remove(row, occasion);
    if (next.kind === 'verify') return verify(row, occasion.actor);
    return move(action, row, occasion);
  };

  return async (action, id, occasion) => {
    const row: LinkbackRow | null = await strapi.db
      .query(LINKBACK_UID)
      .findOne({ where: { documentId: id } });
    return { id, ...(row ? await actOn(action, row, occasion) : MISSING) };
  };
};
