import { Field, SingleSelect, SingleSelectOption } from '@strapi/design-system';

interface ChoiceProps<Value extends string> {
  name: string;
  label: string;
  hint?: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  disabled: boolean;
  onChange: (value: Value) => void;
}

/** A labelled select over a closed set of values. */
export const Choice = <Value extends string>(props: ChoiceProps<Value>) => {
  const { name, label, hint, value, options, disabled, onChange } = props;
  const pick = (picked: string | number) => {
    const option = options.find((candidate) => candidate.value === picked);
    if (option) onChange(option.value);
  };
  return (
    <Field.Root name={name} hint={hint ?? ''} width="100%">
      <Field.Label>{label}</Field.Label>
      <SingleSelect value={value} onChange={pick} disabled={disabled}>
        {options.map((option) => (
          <SingleSelectOption key={option.value} value={option.value}>
            {option.label}
          </SingleSelectOption>
        ))}
      </SingleSelect>
      <Field.Hint />
    </Field.Root>
  );
};
