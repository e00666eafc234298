import { Badge, Typography } from '@strapi/design-system';
import { Table } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import type { Linkback } from '../../../../server/src/contracts';
import { hostAndPath } from '../../components/addresses';
import { Column } from '../../components/Column';
import { EntryLink } from '../../components/EntryLink';
import { ExternalLink } from '../../components/ExternalLink';
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
  <Table.Row {...row} tabIndex={-1} data-linkback={linkback.id}>
    {selectable ? <Table.CheckboxCell id={linkback.id} /> : null}
    <Table.Cell>
      <Column least="13rem">
        <Sender linkback={linkback} />
      </Column>
    </Table.Cell>
    <Table.Cell>
      <Words linkback={linkback} />
    </Table.Cell>
    <Table.Cell>
      <Column least="11rem">
        <EntryLink entry={linkback.entry} />
      </Column>
    </Table.Cell>
    <Table.Cell>
      <Column least="7rem">
        <When moment={linkback.received} />
      </Column>
    </Table.Cell>
    <Table.Cell>{actions}</Table.Cell>
  </Table.Row>
);
