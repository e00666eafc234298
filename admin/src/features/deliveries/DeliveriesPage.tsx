import { Tabs } from '@strapi/design-system';
import { Layouts, Page } from '@strapi/strapi/admin';
import { useMemo } from 'react';
import { Rights } from '../../components/Rights';
import { changedUrl } from '../../components/url';
import { PERMISSIONS } from '../../permissions';
import { useText } from '../../text';
import { useListUrl } from '../inbox/useListUrl';
import { DeliveryList } from './DeliveryList';
import { countOf, pingsQueryOf, tabOf, TABS } from './query';
import type { DeliveriesUrl, Tab } from './query';
import { useDeliveries } from './useDeliveries';
import { WaitingSummary } from './WaitingSummary';

const Deliveries = ({ canSend }: { canSend: boolean }) => {
  const text = useText();
  const [url, setUrl] = useListUrl<DeliveriesUrl>();
  const request = useMemo(() => pingsQueryOf(url), [url]);
  const list = useDeliveries(request);
  const label = (name: Tab) => {
    const words = text(`deliveries.tab.${name}`);
    return list.data
      ? text('inbox.tab.counted', { name: words, count: countOf(name, list.data.counts) })
      : words;
  };

  return (
    <Page.Main>
      <Page.Title>{text('deliveries.title')}</Page.Title>
      <Layouts.Header title={text('deliveries.title')} subtitle={text('deliveries.subtitle')} />
      <Layouts.Content>
        <WaitingSummary list={list.data} />
        <Tabs.Root
          variant="simple"
          value={tabOf(url)}
          onValueChange={(group) => setUrl(changedUrl(url, { group, page: 1 }))}
        >
          <Tabs.List aria-label={text('deliveries.tabs')}>
            {TABS.map((name) => (
              <Tabs.Trigger key={name} value={name}>
                {label(name)}
              </Tabs.Trigger>
            ))}
          </Tabs.List>
          {TABS.map((name) => (
            <Tabs.Content key={name} value={name}>
              <DeliveryList tab={name} url={url} setUrl={setUrl} list={list} canSend={canSend} />
            </Tabs.Content>
          ))}
        </Tabs.Root>
      </Layouts.Content>
    </Page.Main>
  );
};

/** Whom we told, how it went, and what still waits. */
const DeliveriesPage = () => (
  <Rights permissions={PERMISSIONS.deliveries}>
    {({ allowedActions }) => <Deliveries canSend={allowedActions.canSend === true} />}
  </Rights>
);

export default DeliveriesPage;
