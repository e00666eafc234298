import { Flex, Radio, Typography } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import { useId } from 'react';
import type { ModerationPolicy } from '../../../../server/src/contracts';
import { useText } from '../../text';

const NAME = 'moderation.policy';
const POLICIES = ['hold', 'hold-unknown', 'approve'] as const satisfies readonly ModerationPolicy[];

/** What becomes of a linkback that is neither trusted nor blocked. */
export const PolicyField = ({ disabled }: { disabled: boolean }) => {
  const text = useText();
  const label = useId();
  const { value, onChange } = useField<ModerationPolicy>(NAME);
  return (
    <Flex direction="column" alignItems="flex-start" gap={2}>
      <Typography id={label} variant="pi" fontWeight="bold" textColor="neutral800">
        {text('settings.policy')}
      </Typography>
      <Radio.Group
        aria-labelledby={label}
        value={value ?? 'hold'}
        disabled={disabled}
        onValueChange={(picked) => onChange(NAME, POLICIES.find((policy) => policy === picked) ?? 'hold')}
      >
        {POLICIES.map((policy) => (
          <Radio.Item key={policy} value={policy}>
            <Flex direction="column" alignItems="flex-start">
              <Typography>{text(`settings.policy.${policy}`)}</Typography>
              <Typography variant="pi" textColor="neutral600">
                {text(`settings.policy.${policy}.hint`)}
              </Typography>
            </Flex>
          </Radio.Item>
        ))}
      </Radio.Group>
    </Flex>
  );
};
