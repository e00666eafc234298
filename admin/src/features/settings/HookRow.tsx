import { Button, Field, Flex, Grid, IconButton } from '@strapi/design-system';
import { Trash } from '@strapi/icons';
import { useText } from '../../text';
import type { Message } from '../../text';
import type { HookForm } from './form-notices';
import { SecretField } from './SecretField';
import { useTryOut } from './useTryOut';

interface HookRowProps {
  name: string;
  hook: HookForm;
  problem: Message | null;
  disabled: boolean;
  /** It stands as it was saved. */
  canTest: boolean;
  /** A secret is stored for its URL. */
  hasSecret: boolean;
  onChange: (hook: HookForm) => void;
  onRemove: () => void;
}

const HookActions = ({ hook, canTest, onRemove }: Pick<HookRowProps, 'hook' | 'canTest' | 'onRemove'>) => {
  const text = useText();
  const { tryOut, busy } = useTryOut();
  return (
    // As high as the label of the fields beside it.
    <Flex gap={2} paddingTop="2.1rem" height="100%" alignItems="flex-start">
      <Button
        variant="secondary"
        size="L"
        loading={busy}
        disabled={!canTest}
        {...(canTest ? {} : { title: text('settings.test.save') })}
        onClick={() => tryOut({ kind: 'hook', url: hook.url.trim() })}
      >
        {text('settings.hooks.test')}
      </Button>
      <IconButton label={text('settings.hooks.remove')} variant="tertiary" size="L" onClick={onRemove}>
        <Trash />
      </IconButton>
    </Flex>
  );
};

/** One URL that is called, with its secret, which can be set and taken away but not seen. */
export const HookRow = (props: HookRowProps) => {
  const { name, hook, problem, disabled, canTest, hasSecret, onChange, onRemove } = props;
  const text = useText();
  return (
    <Grid.Root gap={4}>
      <Grid.Item col={5} s={12} xs={12} direction="column" alignItems="stretch">
        <Field.Root name={`${name}.url`} error={problem ? text(problem.key, problem.values) : false}>
          <Field.Label>{text('settings.hooks.url')}</Field.Label>
          <Field.Input
            type="url"
            value={hook.url}
            disabled={disabled}
            placeholder="https://builds.example/hook"
            onChange={({ target }: { target: { value: string } }) => onChange({ ...hook, url: target.value })}
          />
          <Field.Error />
        </Field.Root>
      </Grid.Item>
      <Grid.Item col={4} s={12} xs={12} direction="column" alignItems="stretch">
        <SecretField
          name={`${name}.secret`}
          hook={hook}
          isSet={hasSecret}
          disabled={disabled}
          onChange={onChange}
        />
      </Grid.Item>
      <Grid.Item col={3} s={12} xs={12} direction="column" alignItems="stretch">
        {disabled ? null : <HookActions hook={hook} canTest={canTest} onRemove={onRemove} />}
      </Grid.Item>
    </Grid.Root>
  );
};
