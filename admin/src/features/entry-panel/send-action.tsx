import type { DocumentActionComponent } from '@strapi/content-manager/strapi-admin';
import { PaperPlane } from '@strapi/icons';
import { useText } from '../../text';
import { NEW_ENTRY } from './entry-ref';
import { useEditedEntry } from './useEditedEntry';
import { useMaySend } from './useMaySend';
import { useSendNow } from './useSendNow';

/** *Send pings now* in the menu of the edit view, for entries that take part and roles that may send. */
export const SendPingsAction: DocumentActionComponent = (view) => {
  const text = useText();
  const maySend = useMaySend();
  const { entry, known } = useEditedEntry(view);
  const { sendNow, sending } = useSendNow();
  if (!maySend || !entry || entry.documentId === NEW_ENTRY || !known.currentData) return null;

  const { url, effective } = known.currentData;
  return {
    label: text('panel.sendNow'),
    icon: <PaperPlane />,
    position: 'header',
    disabled: sending || url === null || effective.sendBlocked !== null,
    onClick: async () => {
      await sendNow(entry);
    },
  };
};

// Strapi reads it from the function too, to know where to call it.
SendPingsAction.position = 'header';
