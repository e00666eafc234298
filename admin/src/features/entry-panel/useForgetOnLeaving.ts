import { useForm } from '@strapi/strapi/admin';
import { useEffect, useRef } from 'react';
import { useUpdateEntryMutation } from '../../api';
import type { EntryRef } from '../../api';
import { NOTHING_CHOSEN } from './changes';

/**
 * Forgets what was kept for a new entry when its page is left without saving it: it was not meant for the next one. The
 * first save leaves the page too: by then the settings are the entry's, unless they are still on their way and come too
 * late for it.
 *
 * @param o.isKept whether anything is kept, or on its way there
 */
export const useForgetOnLeaving = (entry: EntryRef, o: { isKept: boolean; isKeeping: boolean }): void => {
  const [update] = useUpdateEntryMutation();
  const isSaving = useForm('LinkbacksNewEntry', ({ isSubmitting }) => isSubmitting);
  const forget = () => {
    const isHandedOver = isSaving && !o.isKeeping;
    if (o.isKept && !isHandedOver) void update({ entry, settings: NOTHING_CHOSEN });
  };
  const latest = useRef(forget);
  useEffect(() => {
    latest.current = forget;
  });
  useEffect(() => () => latest.current(), []);
};
