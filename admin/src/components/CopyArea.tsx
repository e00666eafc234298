import { Field, IconButton, Textarea } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useText } from '../text';
import { useCopy } from './useCopy';

interface CopyAreaProps {
  name: string;
  label: string;
  value: string;
}

/** Several lines to take elsewhere, with a button that copies them. */
export const CopyArea = ({ name, label, value }: CopyAreaProps) => {
  const text = useText();
  const copy = useCopy();
  return (
    <Field.Root name={name} width="100%">
      <Field.Label
        // Narrow panels, and languages with long words: it breaks rather than being cut off.
        style={{ whiteSpace: 'normal' }}
        action={
          <IconButton
            variant="ghost"
            size="XS"
            label={text('copy.action', { what: label })}
            onClick={() => copy(label, value)}
          >
            <Duplicate />
          </IconButton>
        }
      >
        {label}
      </Field.Label>
      <Textarea readOnly value={value} style={{ fontFamily: 'monospace' }} />
    </Field.Root>
  );
};
