import type { PreviewItem } from '../../../../server/src/contracts';
import type { Message } from '../../text';

/** What is said of a link in the preview: by which protocol it would be told; null: its `skip` says why not. */
export const outcomeOf = ({ protocol, skip }: PreviewItem): Message | null => {
  if (skip !== null) return null;
  if (protocol === null || protocol === 'checking') return { key: 'preview.checking' };
  return { key: `protocol.${protocol}` };
};

/** How often to ask again, in milliseconds; 0: all is known. */
export const previewInterval = (items: readonly PreviewItem[]): number =>
  items.some(({ protocol, skip }) => protocol === 'checking' && skip === null) ? 1_500 : 0;
