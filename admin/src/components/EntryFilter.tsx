import { Tag } from '@strapi/design-system';
import { Cross } from '@strapi/icons';
import { useText } from '../text';

/** Says that a list shows what belongs to one entry only, and ends that. */
export const EntryFilter = ({ title, onClear }: { title: string; onClear: () => void }) => {
  const text = useText();
  return (
    <Tag padding={1} icon={<Cross aria-hidden />} label={text('filter.entry.clear')} onClick={onClear}>
      {text('filter.entry', { title })}
    </Tag>
  );
};
