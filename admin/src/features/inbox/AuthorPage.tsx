import { Typography } from '@strapi/design-system';
import type { Linkback } from '../../../../server/src/contracts';
import { useText } from '../../text';
import { authorElsewhere } from './describe';

/** Where the link of the author leads, as plain text, when that is another host than the source's. */
export const AuthorPage = ({ linkback }: { linkback: Linkback }) => {
  const text = useText();
  const address = authorElsewhere(linkback);
  if (address === null) return null;
  return (
    <Typography variant="pi" textColor="neutral600">
      {text('detail.words.authorUrl')}: {address}
    </Typography>
  );
};
