import { Button, Flex, Grid, Typography } from '@strapi/design-system';
import { useField } from '@strapi/strapi/admin';
import type { NotifyOn, SettingsResponse } from '../../../../server/src/contracts';
import { Choice } from '../../components/Choice';
import { Card } from '../../components/Card';
import { useText } from '../../text';
import { LinesField } from './fields';
import { linesOf } from './lines';
import { HooksField } from './HooksField';
import { Cell } from './sections';
import type { SectionProps } from './sections';
import { useTryOut } from './useTryOut';

const ON = 'notify.on';
const EMAILS = 'notify.emails';
const TIMES = ['none', 'held', 'all'] as const satisfies readonly NotifyOn[];

interface NoticesSectionProps extends SectionProps {
  saved: SettingsResponse['notify'];
  canMail: boolean;
}

const TestMail = ({ saved }: Pick<NoticesSectionProps, 'saved'>) => {
  const text = useText();
  const { tryOut, busy } = useTryOut();
  const { value } = useField<string>(EMAILS);
  const isSaved = saved.emails.length > 0 && linesOf(value ?? '').join() === saved.emails.join();
  return (
    <Flex direction="column" alignItems="flex-start" gap={1}>
      <Button
        variant="secondary"
        loading={busy}
        disabled={!isSaved}
        onClick={() => tryOut({ kind: 'email' })}
      >
        {text('settings.email.test')}
      </Button>
      {isSaved ? null : (
        <Typography variant="pi" textColor="neutral600">
          {text('settings.test.save')}
        </Typography>
      )}
    </Flex>
  );
};

const WhenField = ({ disabled }: Pick<SectionProps, 'disabled'>) => {
  const text = useText();
  const { value, onChange } = useField<NotifyOn>(ON);
  return (
    <Choice
      name={ON}
      label={text('settings.notify.on')}
      hint={text('settings.notify.on.hint')}
      value={value ?? 'none'}
      options={TIMES.map((time) => ({ value: time, label: text(`settings.notify.on.${time}`) }))}
      disabled={disabled}
      onChange={(picked) => onChange(ON, picked)}
    />
  );
};

/** Who is told by e-mail, and which URLs are called. */
export const NoticesSection = ({ problems, disabled, saved, canMail }: NoticesSectionProps) => {
  const text = useText();
  return (
    <Card title={text('settings.notify')}>
      {canMail ? null : <Typography textColor="neutral600">{text('settings.email.none')}</Typography>}
      <Grid.Root gap={6}>
        <Cell>
          <WhenField disabled={disabled} />
        </Cell>
        <Cell>
          <LinesField
            name={EMAILS}
            label={text('settings.emails')}
            hint={text('settings.emails.hint')}
            problem={problems.emails}
            disabled={disabled}
          />
          {canMail && !disabled ? <TestMail saved={saved} /> : null}
        </Cell>
      </Grid.Root>
      <HooksField disabled={disabled} saved={saved.hooks} />
    </Card>
  );
};
