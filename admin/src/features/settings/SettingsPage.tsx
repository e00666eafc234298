import { Alert, Button, Flex } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { Blocker, Form, Layouts, Page } from '@strapi/strapi/admin';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { MutableRefObject } from 'react';
import type { SettingsResponse } from '../../../../server/src/contracts';
import { useSettingsQuery } from '../../api';
import { Failed } from '../../components/Failed';
import { Guard } from '../../components/Guard';
import { useErrorText } from '../../components/useErrorText';
import { PERMISSIONS } from '../../permissions';
import { useText } from '../../text';
import { ContentTypes } from './ContentTypes';
import { problemsOf, toForm } from './form';
import type { SettingsForm } from './form';
import { Notices } from './Notices';
import { NoticesSection } from './NoticesSection';
import { ModerationSection, ReceiveSection, SendSection } from './sections';
import { Status } from './Status';
import { useSaveSettings } from './useSaveSettings';

interface NewsProps {
  latest: SettingsForm;
  /** Nothing is typed that would get lost. */
  isPristine: boolean;
  /** What the form was filled with last, or what a save has made old since. */
  seen: MutableRefObject<SettingsForm>;
  onNews: (latest: SettingsForm) => void;
}

/** What the server says anew (a moderator trusted a site) fills the form again, once nobody is writing in it. */
const News = ({ latest, isPristine, seen, onNews }: NewsProps) => {
  useEffect(() => {
    if (!isPristine || latest === seen.current) return;
    seen.current = latest;
    onNews(latest);
  }, [isPristine, latest, seen, onNews]);
  return null;
};

const SettingsFormPage = ({ data, canUpdate }: { data: SettingsResponse; canUpdate: boolean }) => {
  const text = useText();
  const latest = useMemo(() => toForm(data), [data]);
  const [start, setStart] = useState(latest);
  const seen = useRef(latest);
  const { save, refusal, dismiss } = useSaveSettings(start, (saved) => {
    seen.current = latest;
    setStart(saved);
  });

  return (
    <Form<SettingsForm> method="PUT" initialValues={start} onSubmit={save} disabled={!canUpdate}>
      {({ modified, isSubmitting, values }) => {
        const shared = { problems: problemsOf(values), disabled: !canUpdate };
        return (
          <>
            <Layouts.Header
              title={text('settings.title')}
              subtitle={text(canUpdate ? 'settings.subtitle' : 'settings.readOnly')}
              primaryAction={
                canUpdate ? (
                  <Button
                    type="submit"
                    startIcon={<Check />}
                    disabled={!modified || isSubmitting}
                    loading={isSubmitting}
                  >
                    {text('settings.save')}
                  </Button>
                ) : null
              }
            />
            <Layouts.Content>
              <Flex direction="column" alignItems="stretch" gap={6}>
                <Notices notices={data.notices} presentUrl={data.presentUrl} canUpdate={canUpdate} />
                {refusal ? (
                  <Alert
                    variant="danger"
                    title={text('settings.refused')}
                    closeLabel={text('settings.notice.close')}
                    onClose={dismiss}
                  >
                    {refusal}
                  </Alert>
                ) : null}
                <ReceiveSection {...shared} />
                <SendSection {...shared} />
                <ModerationSection {...shared} akismet={data.akismet} />
                <NoticesSection {...shared} saved={data.notify} canMail={data.email.configured} />
                <ContentTypes contentTypes={data.contentTypes} />
                <Status />
              </Flex>
            </Layouts.Content>
            <News latest={latest} isPristine={!modified && !isSubmitting} seen={seen} onNews={setStart} />
            <Blocker />
          </>
        );
      }}
    </Form>
  );
};

const SettingsView = ({ canUpdate }: { canUpdate: boolean }) => {
  const text = useText();
  const errorText = useErrorText();
  const { data, isLoading, error, refetch } = useSettingsQuery(null, {
    refetchOnMountOrArgChange: true,
  });
  if (isLoading) return <Page.Loading />;
  return (
    <Page.Main>
      <Page.Title>{text('settings.title')}</Page.Title>
      {data ? (
        <SettingsFormPage data={data} canUpdate={canUpdate} />
      ) : (
        <Failed reason={error ? errorText(error) : ''} onRetry={refetch} />
      )}
    </Page.Main>
  );
};

/** Settings → Linkbacks: what is received and sent, and who decides. */
const SettingsPage = () => {
  const text = useText();
  return (
    <Guard permissions={PERMISSIONS.settingsPage} missing={text('settings.noRight')}>
      {({ canUpdate }) => <SettingsView canUpdate={canUpdate === true} />}
    </Guard>
  );
};

export default SettingsPage;
