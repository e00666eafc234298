import { Flex, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import type { LinkbackDetail, LinkbackWords } from '../../../../server/src/contracts';
import { Card } from '../../components/Card';
import { useText } from '../../text';
import { comparison } from '../inbox/comparison';

interface ProposalProps {
  linkback: LinkbackDetail;
  proposed: LinkbackWords;
}

/** What an approved linkback shows, beside what its source shows by now. */
export const Proposal = ({ linkback, proposed }: ProposalProps) => {
  const text = useText();
  const rows = comparison(linkback, proposed, (type) => text(`type.${type}`));
  return (
    <Card title={text('detail.proposal')}>
      <Typography textColor="neutral600">{text('detail.proposal.hint')}</Typography>
      <Table colCount={3} rowCount={rows.length + 1}>
        <Thead>
          <Tr>
            {(['what', 'now', 'then'] as const).map((name) => (
              <Th key={name}>
                <Typography variant="sigma" textColor="neutral600">
                  {text(`detail.proposal.${name}`)}
                </Typography>
              </Th>
            ))}
          </Tr>
        </Thead>
        <Tbody>
          {rows.map(({ name, now, then, changed }) => (
            <Tr key={name}>
              <Td>
                <Typography textColor="neutral600">{text(`detail.words.${name}`)}</Typography>
              </Td>
              {[now, then].map((value, index) => (
                <Td key={index}>
                  <Flex
                    style={{ whiteSpace: 'normal', overflowWrap: 'anywhere' }}
                    paddingTop={2}
                    paddingBottom={2}
                  >
                    <Typography
                      textColor="neutral800"
                      fontWeight={changed && index === 1 ? 'semiBold' : 'regular'}
                    >
                      {value || text('detail.proposal.nothing')}
                    </Typography>
                  </Flex>
                </Td>
              ))}
            </Tr>
          ))}
        </Tbody>
      </Table>
    </Card>
  );
};
