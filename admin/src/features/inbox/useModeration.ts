import { useNotification } from '@strapi/strapi/admin';
import { useCallback, useState } from 'react';
import type { LinkbackActionResult } from '../../../../server/src/contracts';
import { useModerateLinkbacksMutation } from '../../api';
import { useErrorText } from '../../components/useErrorText';
import { useReasons } from '../../components/useReasons';
import { useText } from '../../text';
import { staleOf, summarise } from './summary';
import type { OfferedAction } from './tabs';
import { doneOf } from './undo';
import type { Done, Step, Subject } from './undo';

export interface Moderation {
  /** Does an action to what the moderator saw, and says what came of it. */
  act: (action: OfferedAction, linkbacks: readonly Subject[]) => Promise<void>;
  /** What was done last, as far as it succeeded. */
  done: Done | null;
  undo: () => Promise<void>;
  /** Puts what was done last out of sight. */
  dismiss: () => void;
  busy: boolean;
}

/** Sends actions, and tells of what was not done; the list comes anew after each. */
const useSend = () => {
  const text = useText();
  const errorText = useErrorText();
  const { say } = useReasons();
  const { toggleNotification } = useNotification();
  const [moderate, { isLoading: busy }] = useModerateLinkbacksMutation();

  /** @returns what it was done to */
  const send = useCallback(
    async ({ action, ids, revisions }: Step): Promise<Extract<LinkbackActionResult, { ok: true }>[]> => {
      const answer = await moderate({ action, ids: [...ids], ...(revisions ? { revisions } : {}) });
      if ('error' in answer) {
        toggleNotification({ type: 'danger', message: errorText(answer.error) });
        return [];
      }
      const { results } = answer.data;
      const stale = staleOf(results);
      if (stale > 0) toggleNotification({ type: 'warning', message: text('inbox.stale', { count: stale }) });
      const { failed, first } = summarise(results.filter(({ outcome }) => outcome !== 'stale'));
      if (first)
        toggleNotification({
          type: 'danger',
          message: text('inbox.failed', { count: failed, reason: say(first.why, first.reason) }),
        });
      return results.filter((result) => result.ok);
    },
    [errorText, moderate, say, text, toggleNotification]
  );
  return { send, busy };
};

/** What a moderator does to linkbacks, wherever they are shown. */
export const useModeration = (): Moderation => {
  const text = useText();
  const { toggleNotification } = useNotification();
  const { send, busy } = useSend();
  const [done, setDone] = useState<Done | null>(null);

  const act = useCallback(
    async (action: OfferedAction, linkbacks: readonly Subject[]) => {
      setDone(null);
      const ids = linkbacks.map(({ id }) => id);
      const revisions = Object.fromEntries(linkbacks.map(({ id, revision }) => [id, revision]));
      // To look at the source again is right whatever it is by now.
      const results = await send({ action, ids, ...(action === 'verify' ? {} : { revisions }) });
      const acted = results.flatMap((result) => {
        const subject = linkbacks.find(({ id }) => id === result.id);
        return subject ? [{ subject, result }] : [];
      });
      setDone(acted.length > 0 ? doneOf(action, acted) : null);
    },
    [send]
  );

  const undo = useCallback(async () => {
    if (!done?.undo) return;
    setDone(null);
    let count = 0;
    for (const step of done.undo) count += (await send(step)).length;
    if (count > 0) toggleNotification({ type: 'success', message: text('undo.done') });
  }, [done, send, text, toggleNotification]);

  const dismiss = useCallback(() => setDone(null), []);
  return { act, done, undo, dismiss, busy };
};
