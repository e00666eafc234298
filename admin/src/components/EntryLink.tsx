import { Badge, Flex, Link } from '@strapi/design-system';
import { NavLink } from 'react-router-dom';
import { editPath } from './addresses';

interface EntryLinkProps {
  entry: Parameters<typeof editPath>[0] & { title: string | null };
}

/** An entry by its title, leading to where it is edited. */
export const EntryLink = ({ entry }: EntryLinkProps) => (
  <Flex gap={2} wrap="wrap">
    <Link tag={NavLink} to={editPath(entry)}>
      {entry.title ?? entry.documentId}
    </Link>
    {entry.locale ? <Badge size="S">{entry.locale}</Badge> : null}
  </Flex>
);
