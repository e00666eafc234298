import { Grid, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { Card } from '../../components/Card';
import { useText } from '../../text';
import { LinesField, NumberField, ProtocolsField, ToggleField } from './fields';
import type { Problems } from './form';
import { PolicyField } from './PolicyField';

export interface SectionProps {
  problems: Problems;
  disabled: boolean;
}

export const Cell = ({ children }: { children: ReactNode }) => (
  <Grid.Item col={6} s={12} xs={12} direction="column" alignItems="stretch">
    {children}
  </Grid.Item>
);

export const ReceiveSection = ({ problems, disabled }: SectionProps) => {
  const text = useText();
  return (
    <Card title={text('settings.receive')}>
      <Grid.Root gap={6}>
        <Cell>
          <ToggleField
            name="receive.open"
            label={text('settings.receive.open')}
            hint={text('settings.receive.open.hint')}
            disabled={disabled}
          />
        </Cell>
        <Cell>
          <ProtocolsField
            name="receive.protocols"
            label={text('settings.receive.protocols')}
            hint={text('settings.receive.protocols.hint')}
            disabled={disabled}
          />
        </Cell>
        <Cell>
          <NumberField
            name="receive.closeAfterDays"
            label={text('settings.receive.closeAfterDays')}
            hint={text('settings.receive.closeAfterDays.hint')}
            problem={problems.closeAfterDays}
            disabled={disabled}
          />
        </Cell>
      </Grid.Root>
    </Card>
  );
};

export const SendSection = ({ disabled }: Pick<SectionProps, 'disabled'>) => {
  const text = useText();
  return (
    <Card title={text('settings.send')}>
      <Grid.Root gap={6}>
        <Cell>
          <ToggleField
            name="send.on"
            label={text('settings.send.on')}
            hint={text('settings.send.on.hint')}
            disabled={disabled}
          />
        </Cell>
        <Cell>
          <ProtocolsField
            name="send.protocols"
            label={text('settings.send.protocols')}
            hint={text('settings.send.protocols.hint')}
            disabled={disabled}
          />
        </Cell>
      </Grid.Root>
    </Card>
  );
};

const LISTS = ['trustedHosts', 'blockedHosts', 'blockedWords'] as const;

export const ModerationSection = ({ problems, disabled, akismet }: SectionProps & { akismet: boolean }) => {
  const text = useText();
  return (
    <Card title={text('settings.moderation')}>
      <PolicyField disabled={disabled} />
      <Typography textColor="neutral600">
        {text(akismet ? 'settings.akismet.on' : 'settings.akismet.off')}
      </Typography>
      <Grid.Root gap={6}>
        {LISTS.map((list) => (
          <Cell key={list}>
            <LinesField
              name={`moderation.${list}`}
              label={text(`settings.${list}`)}
              hint={text(`settings.${list}.hint`)}
              problem={problems[list]}
              disabled={disabled}
            />
          </Cell>
        ))}
        <Cell>
          <NumberField
            name="moderation.maxLinks"
            label={text('settings.maxLinks')}
            hint={text('settings.maxLinks.hint')}
            problem={problems.maxLinks}
            disabled={disabled}
          />
        </Cell>
      </Grid.Root>
    </Card>
  );
};
