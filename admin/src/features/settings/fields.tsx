import { Checkbox, Field, Flex, NumberInput, Textarea, Toggle, Typography } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useText } from '../../text';
import type { Message } from '../../text';

interface FieldProps {
  /** The path of the value in the form. */
  name: string;
  label: string;
  hint: string;
  disabled: boolean;
}

export const ToggleField = ({ name, label, hint, disabled }: FieldProps) => {
  const text = useText();
  const { value, onChange } = useField<boolean>(name);
  return (
    <Field.Root name={name} hint={hint}>
      <Field.Label>{label}</Field.Label>
      <Toggle
        onLabel={text('settings.on')}
        offLabel={text('settings.off')}
        checked={value === true}
        disabled={disabled}
        onChange={({ target }) => onChange(name, target.checked)}
      />
      <Field.Hint />
    </Field.Root>
  );
};

const PROTOCOLS = ['webmention', 'pingback', 'trackback'] as const;

const ProtocolBox = ({ name, label, disabled }: Omit<FieldProps, 'hint'>) => {
  const { value, onChange } = useField<boolean>(name);
  return (
    <Checkbox
      checked={value === true}
      disabled={disabled}
      onCheckedChange={(checked) => onChange(name, checked === true)}
    >
      {label}
    </Checkbox>
  );
};

/** The protocols, below the path `name`. */
export const ProtocolsField = ({ name, label, hint, disabled }: FieldProps) => {
  const text = useText();
  return (
    <Flex tag="fieldset" direction="column" alignItems="flex-start" gap={2} borderStyle="none" padding={0}>
      <Typography
        tag="legend"
        variant="pi"
        fontWeight="bold"
        textColor="neutral800"
        style={{ padding: '0 0 0.4rem' }}
      >
        {label}
      </Typography>
      {PROTOCOLS.map((protocol) => (
        <ProtocolBox
          key={protocol}
          name={`${name}.${protocol}`}
          label={text(`protocol.${protocol}`)}
          disabled={disabled}
        />
      ))}
      <Typography variant="pi" textColor="neutral600">
        {hint}
      </Typography>
    </Flex>
  );
};

interface CheckedFieldProps extends FieldProps {
  problem: Message | undefined;
}

const Checked = ({
  name,
  label,
  hint,
  problem,
  children,
}: Omit<CheckedFieldProps, 'disabled'> & { children: ReactNode }) => {
  const text = useText();
  return (
    <Field.Root name={name} hint={hint} error={problem ? text(problem.key, problem.values) : false}>
      <Field.Label>{label}</Field.Label>
      {children}
      <Field.Error />
      <Field.Hint />
    </Field.Root>
  );
};

export const NumberField = ({ disabled, ...field }: CheckedFieldProps) => {
  const { value, onChange } = useField<number>(field.name);
  return (
    <Checked {...field}>
      <NumberInput
        {...(value === undefined ? {} : { value })}
        disabled={disabled}
        onValueChange={(number) => onChange(field.name, number)}
      />
    </Checked>
  );
};

/** A list, one entry a line. */
export const LinesField = ({ disabled, ...field }: CheckedFieldProps) => {
  const { value, onChange } = useField<string>(field.name);
  return (
    <Checked {...field}>
      <Textarea
        value={value ?? ''}
        disabled={disabled}
        onChange={({ target }) => onChange(field.name, target.value)}
      />
    </Checked>
  );
};
