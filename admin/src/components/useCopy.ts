import { useClipboard, useNotification } from '@strapi/strapi/admin';
import { useText } from '../text';

/** Copies a text, and says whether that worked. */
export const useCopy = () => {
  const text = useText();
  const { copy } = useClipboard();
  const { toggleNotification } = useNotification();
  return async (what: string, value: string): Promise<void> => {
    const copied = await copy(value);
    toggleNotification(
      copied
        ? { type: 'success', message: text('copy.done', { what }) }
        : { type: 'warning', message: text('copy.failed') }
    );
  };
};
