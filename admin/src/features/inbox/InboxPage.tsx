import { Tabs } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useMemo } from 'react';
import { useListLinkbacksQuery } from '../../api';
import { Rights } from '../../components/Rights';
import { changedUrl } from '../../components/url';
import { PERMISSIONS } from '../../permissions';
import { useText } from '../../text';
import { InboxList } from './InboxList';
import { listQueryOf, tabOf } from './query';
import type { InboxUrl } from './query';
import { TABS } from './tabs';
import type { Tab } from './tabs';
import { UndoBar } from './UndoBar';
import { useArrivals } from './useArrivals';
import { useListUrl } from './useListUrl';
import { useModeration } from './useModeration';

const Inbox = ({ canModerate }: { canModerate: boolean }) => {
  const text = useText();
  const [url, setUrl] = useListUrl<InboxUrl>();
  const moderation = useModeration();
  const request = useMemo(() => listQueryOf(url), [url]);
  const list = useListLinkbacksQuery(request, { refetchOnMountOrArgChange: true });
  const tab = tabOf(url);
  const { count: arrivals, counts = list.data?.counts } = useArrivals(tab, request, list.currentData);
  const label = (name: Tab) => {
    const words = text(`inbox.tab.${name}`);
    return counts ? text('inbox.tab.counted', { name: words, count: counts[name] }) : words;
  };

  return (
    <Page.Main>
      <Page.Title>{text('inbox.title')}</Page.Title>
      <Layouts.Header title={text('inbox.title')} subtitle={text('inbox.subtitle')} />
      <Layouts.Content>
        <Tabs.Root
          variant="simple"
          value={tab}
          onValueChange={(status) => setUrl(changedUrl(url, { status, page: 1 }))}
        >
          <Tabs.List aria-label={text('inbox.tabs')}>
            {TABS.map((name) => (
              <Tabs.Trigger key={name} value={name}>
                {label(name)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {TABS.map((name) => (
            <Tabs.Content key={name} value={name}>
              <InboxList
                tab={name}
                url={url}
                setUrl={setUrl}
                list={list}
                arrivals={arrivals}
                moderation={moderation}
                canModerate={canModerate}
              />
            </Tabs.Content>
          ))}
        </Tabs.Root>
      </Layouts.Content>
      <UndoBar moderation={moderation} />
    </Page.Main>
  );
};

/** Who linked to us, and what to do about it. */
const InboxPage = () => (
  <Rights permissions={PERMISSIONS.moderation}>
    {({ allowedActions }) => <Inbox canModerate={allowedActions.canModerate === true} />}
  </Rights>
);

export default InboxPage;
