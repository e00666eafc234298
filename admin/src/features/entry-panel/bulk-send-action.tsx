import type { BulkActionComponent } from '@strapi/content-manager/strapi-admin';
import { PaperPlane } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useSendEntryPingsMutation, useTypesQuery } from '../../api';
import type { EntryRef } from '../../api';
import { useErrorText } from '../../components/useErrorText';
import { useText } from '../../text';
import { publishedOf } from './published';
import { useUrlLocale } from './useEditedEntry';
import { useMaySend } from './useMaySend';

const useSendMany = () => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [send] = useSendEntryPingsMutation();
  return async (entries: readonly EntryRef[]): Promise<void> => {
    const failures: string[] = [];
    for (const entry of entries) {
      const answer = await send(entry);
      if ('error' in answer) failures.push(errorText(answer.error));
    }
    const sent = entries.length - failures.length;
    if (sent > 0)
      toggleNotification({ type: 'success', message: text('bulk.sendNow.done', { count: sent }) });
    const [reason] = failures;
    if (reason !== undefined)
      toggleNotification({
        type: 'danger',
        message: text('bulk.sendNow.failed', { count: failures.length, reason }),
      });
  };
};

/** *Send pings now* for the selected entries of a list, where their type takes part and the role may send. */
export const BulkSendPingsAction: BulkActionComponent = ({ model, documents }) => {
  const text = useText();
  const maySend = useMaySend();
  const locale = useUrlLocale();
  const sendMany = useSendMany();
  const { data: types } = useTypesQuery(null, { skip: !maySend });
  if (!maySend || !types?.contentTypes.some(({ uid }) => uid === model)) return null;

  const published = publishedOf(model, documents, locale);
  return {
    label: text('panel.sendNow'),
    icon: <PaperPlane />,
    variant: 'tertiary',
    disabled: published.length === 0,
    dialog: {
      type: 'dialog',
      title: text('panel.sendNow'),
      content: text('bulk.sendNow.body', { count: published.length }),
      confirmLabel: text('bulk.sendNow.confirm'),
      onConfirm: () => sendMany(published),
    },
  };
};
