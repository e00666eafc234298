import { Field, TextButton } from '@strapi/design-system';
import { useRef } from 'react';
import { useText } from '../../text';
import type { MessageKey } from '../../text';
import type { HookForm } from './form-notices';

interface SecretFieldProps {
  name: string;
  hook: HookForm;
  /** Whether one is stored. */
  isSet: boolean;
  disabled: boolean;
  onChange: (hook: HookForm) => void;
}

const placeholderOf = ({ hook: { secret }, isSet }: Pick<SecretFieldProps, 'hook' | 'isSet'>): MessageKey => {
  if (!isSet) return 'settings.hooks.secret.none';
  return secret === '' ? 'settings.hooks.secret.removed' : 'settings.hooks.secret.set';
};

/** The secret that signs the calls: only its replacement can be typed, what is stored is never shown. */
export const SecretField = ({ name, hook, isSet, disabled, onChange }: SecretFieldProps) => {
  const text = useText();
  const input = useRef<HTMLInputElement>(null);
  const canRemove = isSet && hook.secret === null && !disabled;
  const remove = () => {
    onChange({ ...hook, secret: '' });
    // The button goes, and would take the focus along.
    input.current?.focus();
  };
  return (
    <Field.Root name={name}>
      <Field.Label
        action={
          canRemove ? <TextButton onClick={remove}>{text('settings.hooks.secret.remove')}</TextButton> : null
        }
      >
        {text('settings.hooks.secret')}
      </Field.Label>
      <Field.Input
        ref={input}
        type="password"
        autoComplete="new-password"
        value={hook.secret ?? ''}
        maxLength={200}
        disabled={disabled}
        placeholder={text(placeholderOf({ hook, isSet }))}
        onChange={({ target }: { target: { value: string } }) =>
          onChange({ ...hook, secret: target.value === '' ? null : target.value })
        }
      />
    </Field.Root>
  );
};
