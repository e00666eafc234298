import { Button, Flex, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useField } from '@strapi/strapi/admin';
import { useEffect, useRef } from 'react';
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

/**
 * A row that is added wants to be filled, and one that is removed takes the focus along: keyboard and screen reader would
 * start from the top of the page again. Call the answer with the row that is to have the focus once the rows are drawn;
 * behind the last one there is the button that adds one.
 */
const useRowFocus = (rows: readonly unknown[]) => {
  const list = useRef<HTMLDivElement>(null);
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    const row = list.current?.querySelectorAll<HTMLElement>('input[type=url]')[wanted.current];
    (row ?? list.current?.querySelector<HTMLElement>('[data-add]'))?.focus();
    wanted.current = null;
  }, [rows]);
  return { list, focusRow: (index: number) => void (wanted.current = index) };
};

/** The URLs that are called when something is approved or removed. */
export const HooksField = ({ disabled, saved }: HooksFieldProps) => {
  const text = useText();
  const { value, onChange } = useField<HookForm[]>(NAME);
  const hooks = value ?? [];
  const { list, focusRow } = useRowFocus(hooks);
  const change = (next: HookForm[]) => onChange(NAME, next);
  const add = () => {
    focusRow(hooks.length);
    change([...hooks, NEW_HOOK]);
  };
  const remove = (index: number) => {
    focusRow(index);
    change(hooks.filter((_other, at) => at !== index));
  };
  return (
    <Flex
      ref={list}
      tag="fieldset"
      direction="column"
      alignItems="stretch"
      gap={4}
      borderStyle="none"
      padding={0}
    >
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
          onRemove={() => remove(index)}
        />
      ))}
      {disabled ? null : (
        <Flex>
          <Button
            variant="secondary"
            startIcon={<Plus />}
            disabled={hooks.length >= MOST_HOOKS}
            data-add
            onClick={add}
          >
            {text('settings.hooks.add')}
          </Button>
        </Flex>
      )}
    </Flex>
  );
};
