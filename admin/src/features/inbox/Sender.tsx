import { Badge, Flex, Typography } from '@strapi/design-system';
import type { Linkback } from '../../../../server/src/contracts';
import { useText } from '../../text';
import { AuthorPage } from './AuthorPage';
import { ClaimedPage } from './ClaimedPage';
import { describeSender } from './describe';

/** Who links, by which protocol and in which way. No picture: a remote one would tell its host who reads the inbox. */
export const Sender = ({ linkback }: { linkback: Linkback }) => {
  const text = useText();
  const { name, detail } = describeSender(linkback);
  return (
    <>
      <Typography fontWeight="semiBold" textColor="neutral800">
        {name}
      </Typography>
      {detail ? (
        <Typography variant="pi" textColor="neutral600">
          {detail}
        </Typography>
      ) : null}
      <AuthorPage linkback={linkback} />
      <ClaimedPage linkback={linkback} />
      <Flex gap={1} wrap="wrap">
        <Badge size="S">{text(`protocol.${linkback.protocol}`)}</Badge>
        <Badge size="S">{text(`type.${linkback.type}`)}</Badge>
      </Flex>
    </>
  );
};
