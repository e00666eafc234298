import { Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { Linkback } from '../../../../server/src/contracts';
import { hostAndPath } from '../../components/addresses';
import { Column } from '../../components/Column';
import { EntryLink } from '../../components/EntryLink';
import { ExternalLink } from '../../components/ExternalLink';
import { ListCell, ListCheckboxCell, ListRow } from '../../components/ListRow';
import { Reason } from '../../components/Reason';
import { When } from '../../components/When';
import { Excerpt } from './Excerpt';
import { Sender } from './Sender';
import { isUpdate } from './tabs';
import { Update } from './Update';

const Words = ({ linkback, decision }: Pick<LinkbackRowProps, 'linkback' | 'decision'>) => (
  <Column least="28rem">
    <ExternalLink href={linkback.source}>{linkback.title ?? hostAndPath(linkback.source)}</ExternalLink>
    {linkback.proposed && isUpdate(linkback) ? (
      <>
        <Update linkback={linkback} proposed={linkback.proposed} />
        {decision}
      </>
    ) : (
      <Excerpt {...linkback} />
    )}
    <Typography variant="pi" textColor="neutral600">
      <Reason why={linkback.why} words={linkback.reason} />
    </Typography>
  </Column>
);

interface LinkbackRowProps {
  linkback: Linkback;
  selectable: boolean;
  /** The buttons that decide about its update; null where none can be decided. */
  decision: ReactNode;
  actions: ReactNode;
  /** Strapi's table body hands it to its rows; the cells need it to be reached by keyboard. */
  'aria-rowindex'?: number;
}

/** One linkback of the list. The keyboard shortcuts put the focus on the row itself. */
export const LinkbackRow = ({ linkback, selectable, decision, actions, ...row }: LinkbackRowProps) => (
  <ListRow {...row} tabIndex={-1} data-linkback={linkback.id}>
    {selectable ? <ListCheckboxCell id={linkback.id} /> : null}
    <ListCell>
      <Column least="13rem">
        <Sender linkback={linkback} />
      </Column>
    </ListCell>
    <ListCell>
      <Words linkback={linkback} decision={decision} />
    </ListCell>
    <ListCell>
      <Column least="11rem">
        <EntryLink entry={linkback.entry} />
      </Column>
    </ListCell>
    <ListCell>
      <Column least="7rem">
        <When moment={linkback.received} />
      </Column>
    </ListCell>
    <ListCell>{actions}</ListCell>
  </ListRow>
);
