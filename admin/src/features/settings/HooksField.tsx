import { Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useField } from '@strapi/strapi/admin';
import type { SettingsResponse } from '../../../../server/src/contracts';
import { useText } from '../../text';
import { hasSecret, hookProblem, isSaved, MOST_HOOKS, NEW_HOOK } from './form-notices';
import type { HookForm } from './form-notices';
import { HookRow } from './HookRow';

const NAME = 'notify.hooks';

interface HooksFieldProps {
  disabled: boolean;
  saved: SettingsResponse['notify']['hooks'];
}

/** The URLs that are called when something is approved or removed. */
export const HooksField = ({ disabled, saved }: HooksFieldProps) => {
  const text = useText();
  const { value, onChange } = useField<HookForm[]>(NAME);
  const hooks = value ?? [];
  const change = (next: HookForm[]) => onChange(NAME, next);
  return (
    <Flex tag="fieldset" direction="column" alignItems="stretch" gap={4} borderStyle="none" padding={0}>
      <Typography tag="legend" variant="pi" fontWeight="bold" textColor="neutral800" style={{ padding: 0 }}>
        {text('settings.hooks')}
      </Typography>
      <Typography variant="pi" textColor="neutral600">
        {text('settings.hooks.hint')}
      </Typography>
      {hooks.map((hook, index) => (
        <HookRow
          // Rows have no name of their own: a URL changes with each key.
          key={index}
          name={`${NAME}.${index}`}
          hook={hook}
          problem={hookProblem(hooks, index)}
          disabled={disabled}
          canTest={isSaved(hook, saved)}
          hasSecret={hasSecret(hook, saved)}
          onChange={(changed) => change(hooks.map((other, at) => (at === index ? changed : other)))}
          onRemove={() => change(hooks.filter((_other, at) => at !== index))}
        />
      ))}
      {disabled ? null : (
        <Flex>
          <Button
            variant="secondary"
            startIcon={<Plus />}
            disabled={hooks.length >= MOST_HOOKS}
            onClick={() => change([...hooks, NEW_HOOK])}
          >
            {text('settings.hooks.add')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
};
