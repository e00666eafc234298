import { Badge, Box, Flex, Typography } from '@strapi/design-system';
import type { Linkback, LinkbackWords } from '../../../../server/src/contracts';
import { useText } from '../../text';
import { comparison } from './comparison';
import type { Compared } from './comparison';

/** Two columns where both have this much room, else one below the other. */
const COLUMNS = 'repeat(auto-fit, minmax(min(13rem, 100%), 1fr))';

interface SideProps {
  side: 'now' | 'then';
  changes: readonly Compared[];
}

const Side = ({ side, changes }: SideProps) => {
  const text = useText();
  const isNew = side === 'then';
  return (
    <Box
      tag="section"
      aria-label={text(`detail.proposal.${side}`)}
      background={isNew ? 'primary100' : 'neutral100'}
      borderColor={isNew ? 'primary200' : 'neutral200'}
      hasRadius
      padding={2}
    >
      <Typography variant="pi" fontWeight="bold" textColor={isNew ? 'primary700' : 'neutral800'}>
        {text(`detail.proposal.${side}`)}
      </Typography>
      <Flex tag="dl" direction="column" alignItems="stretch" gap={1} marginTop={1}>
        {changes.map((change) => (
          <Box key={change.name}>
            <Typography tag="dt" variant="pi" textColor="neutral600">
              {text(`detail.words.${change.name}`)}
            </Typography>
            <Typography tag="dd" textColor="neutral800">
              {change[side] || text('detail.proposal.nothing')}
            </Typography>
          </Box>
        ))}
      </Flex>
    </Box>
  );
};

interface UpdateProps {
  linkback: Linkback;
  proposed: LinkbackWords;
}

/**
 * What visitors see of a linkback, beside what they would see after its update: only what differs, as plain text. Nothing is
 * loaded from the source.
 */
export const Update = ({ linkback, proposed }: UpdateProps) => {
  const text = useText();
  const changes = comparison(linkback, proposed, (type) => text(`type.${type}`)).filter(
    ({ changed }) => changed
  );
  return (
    <>
      <Badge size="S">{text('inbox.proposed')}</Badge>
      <Box width="100%" style={{ display: 'grid', gap: '0.8rem', gridTemplateColumns: COLUMNS }}>
        <Side side="now" changes={changes} />
        <Side side="then" changes={changes} />
      </Box>
    </>
  );
};
