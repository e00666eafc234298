import { Field, IconButton } from '@strapi/design-system';
import { Duplicate } from '@strapi/icons';
import { useText } from '../text';
import { useCopy } from './useCopy';

interface CopyFieldProps {
  name: string;
  label: string;
  hint: string;
  value: string;
}

/** A text to take elsewhere, with a button that copies it. */
export const CopyField = ({ name, label, hint, value }: CopyFieldProps) => {
  const text = useText();
  const copy = useCopy();
  return (
    <Field.Root name={name} hint={hint} width="100%">
      <Field.Label>{label}</Field.Label>
      <Field.Input
        readOnly
        value={value}
        endAction={
          <IconButton
            variant="ghost"
            label={text('copy.action', { what: label })}
            onClick={() => copy(label, value)}
          >
            <Duplicate />
          </IconButton>
        }
      />
      <Field.Hint />
    </Field.Root>
  );
};
