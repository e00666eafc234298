import { Alert, Button, Flex } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { SettingsResponse } from '../../../../server/src/contracts';
import { useUpdateSettingsMutation } from '../../api';
import { Reason } from '../../components/Reason';
import { useErrorText } from '../../components/useErrorText';
import { useText } from '../../text';

type Notice = SettingsResponse['notices'][number];

/** Ends the pause of a database that came from elsewhere: from now on it belongs to this Strapi. */
const ConfirmUrl = ({ presentUrl }: Pick<SettingsResponse, 'presentUrl'>) => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [update, { isLoading }] = useUpdateSettingsMutation();
  const confirm = async () => {
    const answer = await update({ publicUrl: presentUrl });
    if ('error' in answer) toggleNotification({ type: 'danger', message: errorText(answer.error) });
    else toggleNotification({ type: 'success', message: text('settings.url.confirmed') });
  };
  return (
    <Button variant="secondary" size="S" loading={isLoading} onClick={confirm}>
      {text('settings.url.confirm', { url: presentUrl })}
    </Button>
  );
};

interface NoticesProps extends Pick<SettingsResponse, 'notices' | 'presentUrl'> {
  canUpdate: boolean;
}

/** What the server wants the administrator to know; closing one hides it until the page is opened again. */
export const Notices = ({ notices, presentUrl, canUpdate }: NoticesProps) => {
  const text = useText();
  const [closed, setClosed] = useState<readonly string[]>([]);
  const shown = notices.filter(({ message }) => !closed.includes(message));
  const canConfirm = ({ code }: Notice) => canUpdate && code === 'public-url-changed';
  if (shown.length === 0) return null;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      {shown.map((notice) => (
        <Alert
          key={notice.message}
          variant="warning"
          title={text('settings.notice')}
          closeLabel={text('settings.notice.close')}
          onClose={() => setClosed((before) => [...before, notice.message])}
          {...(canConfirm(notice) ? { action: <ConfirmUrl presentUrl={presentUrl} /> } : {})}
        >
          <Reason why={notice.why} words={notice.message} />
        </Alert>
      ))}
    </Flex>
  );
};
