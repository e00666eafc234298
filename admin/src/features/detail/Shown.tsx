import { Flex, Typography } from '@strapi/design-system';
import type { LinkbackDetail } from '../../../../server/src/contracts';
import { Card } from '../../components/Card';
import { useText } from '../../text';
import { Excerpt } from '../inbox/Excerpt';
import { Sender } from '../inbox/Sender';

/** What visitors see of a linkback, or would see. */
export const Shown = ({ linkback }: { linkback: LinkbackDetail }) => {
  const text = useText();
  return (
    <Card title={text('detail.shown')}>
      <Flex direction="column" alignItems="flex-start" gap={2}>
        <Sender linkback={linkback} />
      </Flex>
      {linkback.excerpt ? (
        <Excerpt {...linkback} />
      ) : (
        <Typography textColor="neutral600">{text('detail.noWords')}</Typography>
      )}
    </Card>
  );
};
