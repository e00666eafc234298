import { Typography } from '@strapi/design-system';
import type { Linkback } from '../../../../server/src/contracts';
import { hostAndPath } from '../../components/addresses';
import { useText } from '../../text';

/** The page that the source names as its canonical one, as plain text: whoever approves the linkback sees that claim. */
export const ClaimedPage = ({ linkback }: { linkback: Pick<Linkback, 'claimedAddress'> }) => {
  const text = useText();
  if (linkback.claimedAddress === null) return null;
  return (
    <Typography variant="pi" textColor="neutral600">
      {text('detail.claimedAddress')}: {hostAndPath(linkback.claimedAddress)}
    </Typography>
  );
};
