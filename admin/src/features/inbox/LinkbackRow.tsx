import { Badge, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import type { Linkback } from '../../../../server/src/contracts';
import { hostAndPath } from '../../components/addresses';
import { Column } from '../../components/Column';
import { EntryLink } from '../../components/EntryLink';
import { ExternalLink } from '../../components/ExternalLink';
import { ListCell, ListCheckboxCell, ListRow } from '../../components/ListRow';
import { Reason } from '../../components/Reason';
import { When } from '../../components/When';
import { useText } from '../../text';
import { Excerpt } from './Excerpt';
import { Sender } from './Sender';

const Words = ({ linkback }: { linkback: Linkback }) => {
  const text = useText();
  return (
    <Column least="28rem">
      <ExternalLink href={linkback.source}>{linkback.title ?? hostAndPath(linkback.source)}</ExternalLink>
      <Excerpt {...linkback} />
      {linkback.proposed ? <Badge size="S">{text('inbox.proposed')}</Badge> : null}
      <Typography variant="pi" textColor="neutral600">
        <Reason why={linkback.why} words={linkback.reason} />
      </Typography>
    </Column>
  );
};

interface LinkbackRowProps {
  linkback: Linkback;
  selectable: boolean;
  actions: ReactNode;
  /** Strapi's table body hands it to its rows; the cells need it to be reached by keyboard. */
  'aria-rowindex'?: number;
}

/** One linkback of the list. The keyboard shortcuts put the focus on the row itself. */
export const LinkbackRow = ({ linkback, selectable, actions, ...row }: LinkbackRowProps) => (
  <ListRow {...row} tabIndex={-1} data-linkback={linkback.id}>
    {selectable ? <ListCheckboxCell id={linkback.id} /> : null}
    <ListCell>
      <Column least="13rem">
        <Sender linkback={linkback} />
      </Column>
    </ListCell>
    <ListCell>
      <Words linkback={linkback} />
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
