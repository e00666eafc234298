import { Divider, Flex } from '@strapi/design-system';
import type { AllowedActions } from '@strapi/strapi/admin';
import { useEffect, useRef } from 'react';
import { useEntryQuery } from '../../api';
import type { EntryRef } from '../../api';
import { Rights } from '../../components/Rights';
import { PERMISSIONS } from '../../permissions';
import { NEW_ENTRY } from './entry-ref';
import { EntryPings } from './EntryPings';
import { NewEntryForm } from './NewEntryForm';
import { Received } from './Received';
import { SettingsForm } from './SettingsForm';

interface EntryPanelProps {
  entry: EntryRef;
  /** The entry's `updatedAt`: when it changes, what the panel knows of the entry may be out of date. */
  version: string;
}

const Body = ({ entry, version, allowedActions }: EntryPanelProps & { allowedActions: AllowedActions }) => {
  const { data, refetch } = useEntryQuery(entry);
  const shown = useRef(version);
  useEffect(() => {
    if (shown.current === version) return;
    shown.current = version;
    void refetch();
  }, [refetch, version]);

  if (!data) return null;
  const canEdit = allowedActions.canEntrySettings === true && data.mayUpdate;
  // It has no pings yet; its settings are kept for it, and hold when it is published at once.
  if (entry.documentId === NEW_ENTRY) return <NewEntryForm entry={entry} data={data} canEdit={canEdit} />;
  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      <SettingsForm entry={entry} data={data} canEdit={canEdit} />
      <Divider />
      <Received entry={entry} data={data} canRead={allowedActions.canRead === true} />
      <Divider />
      <EntryPings
        entry={entry}
        data={data}
        version={version}
        canSend={allowedActions.canSend === true}
        canRead={allowedActions.canRead === true}
      />
    </Flex>
  );
};

/** The body of the side panel: the entry's toggles, what it received, and who was told about it. */
const EntryPanel = (props: EntryPanelProps) => (
  <Rights permissions={PERMISSIONS.entry}>
    {({ allowedActions }) => <Body {...props} allowedActions={allowedActions} />}
  </Rights>
);

export default EntryPanel;
