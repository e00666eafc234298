import { useNotification } from '@strapi/strapi/admin';
import { useCallback, useState } from 'react';
import type { Linkback, LinkbackAction } from '../../../../server/src/contracts';
import { useModerateLinkbacksMutation } from '../../api';
import { useErrorText } from '../../components/useErrorText';
import { useText } from '../../text';
import { summarise } from './summary';
import { doneOf } from './undo';
import type { Done } from './undo';

type Subject = Pick<Linkback, 'id' | 'status' | 'proposed'>;

export interface Moderation {
  /** Does an action, and says what came of it. */
  act: (action: LinkbackAction, linkbacks: readonly Subject[]) => Promise<void>;
  /** What was done last, as far as it succeeded. */
  done: Done | null;
  undo: () => Promise<void>;
  /** Puts what was done last out of sight. */
  dismiss: () => void;
  busy: boolean;
}

export const useModeration = (): Moderation => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [moderate, { isLoading: busy }] = useModerateLinkbacksMutation();
  const [done, setDone] = useState<Done | null>(null);

  /** @returns the ids that it was done to */
  const send = useCallback(
    async (action: LinkbackAction, ids: readonly string[]): Promise<Set<string>> => {
      const answer = await moderate({ action, ids: [...ids] });
      if ('error' in answer) {
        toggleNotification({ type: 'danger', message: errorText(answer.error) });
        return new Set();
      }
      const { failed, reason } = summarise(answer.data);
      if (failed > 0)
        toggleNotification({ type: 'danger', message: text('inbox.failed', { count: failed, reason }) });
      return new Set(answer.data.results.filter(({ ok }) => ok).map(({ id }) => id));
    },
    [errorText, moderate, text, toggleNotification]
  );

  const act = useCallback(
    async (action: LinkbackAction, linkbacks: readonly Subject[]) => {
      setDone(null);
      const ids = linkbacks.map(({ id }) => id);
      const succeeded = await send(action, ids);
      const changed = linkbacks.filter(({ id }) => succeeded.has(id));
      setDone(changed.length > 0 ? doneOf(action, changed) : null);
    },
    [send]
  );

  const undo = useCallback(async () => {
    if (!done?.undo) return;
    setDone(null);
    const { size } = await send(done.undo, done.ids);
    if (size > 0) toggleNotification({ type: 'success', message: text('undo.done') });
  }, [done, send, text, toggleNotification]);

  const dismiss = useCallback(() => setDone(null), []);
  return { act, done, undo, dismiss, busy };
};
