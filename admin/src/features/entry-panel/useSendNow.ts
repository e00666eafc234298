import { useNotification } from '@strapi/strapi/admin';
import { useSendEntryPingsMutation } from '../../api';
import type { EntryRef } from '../../api';
import { useErrorText } from '../../components/useErrorText';
import { useText } from '../../text';

/** Sends the pings of a published entry now, and says what came of it. */
export const useSendNow = () => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [send, { isLoading: sending }] = useSendEntryPingsMutation();

  /** @returns whether the server took it */
  const sendNow = async (entry: EntryRef): Promise<boolean> => {
    const answer = await send(entry);
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: errorText(answer.error) });
      return false;
    }
    toggleNotification({ type: 'success', message: text('panel.sendNow.done') });
    return true;
  };
  return { sendNow, sending };
};
