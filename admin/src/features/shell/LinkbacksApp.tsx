import { Layouts, Page, useIsMobile } from '@strapi/strapi/admin';
import { lazy, Suspense } from 'react';
import { Route, Routes } from 'react-router-dom';
import { Guard } from '../../components/Guard';
import { PERMISSIONS } from '../../permissions';
import { useText } from '../../text';
import { NarrowNav, SideNav } from './SideNav';

const InboxPage = lazy(() => import('../inbox/InboxPage'));
const DeliveriesPage = lazy(() => import('../deliveries/DeliveriesPage'));
const LinkbackPage = lazy(() => import('../detail/LinkbackPage'));

const Pages = () => {
  const isNarrow = useIsMobile();
  return (
    <Layouts.Root sideNav={isNarrow ? undefined : <SideNav />}>
      {isNarrow ? <NarrowNav /> : null}
      <Suspense fallback={<Page.Loading />}>
        <Routes>
          <Route index element={<InboxPage />} />
          <Route path="deliveries" element={<DeliveriesPage />} />
          <Route path=":id" element={<LinkbackPage />} />
        </Routes>
      </Suspense>
    </Layouts.Root>
  );
};

/** Plugins → Linkbacks: the inbox and the deliveries, for roles that may read them. */
const LinkbacksApp = () => {
  const text = useText();
  return (
    <Guard permissions={PERMISSIONS.inbox} missing={text('inbox.noRight')}>
      {() => <Pages />}
    </Guard>
  );
};

export default LinkbacksApp;
