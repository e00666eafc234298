import { Table, Tbody, Typography } from '@strapi/design-system';
import { Widget } from '@strapi/strapi/admin';
import type { Ping } from '../../../../server/src/contracts';
import { usePingsQuery } from '../../api';
import { hostAndPath } from '../../components/addresses';
import { ExternalLink } from '../../components/ExternalLink';
import { ListCell, ListRow } from '../../components/ListRow';
import { Reason } from '../../components/Reason';
import { When } from '../../components/When';
import { useText } from '../../text';
import { Words } from './Words';

const SHOWN = 5;

const Row = ({ ping }: { ping: Ping }) => (
  <ListRow>
    <ListCell>
      <Words>
        <ExternalLink href={ping.target}>{hostAndPath(ping.target)}</ExternalLink>
        <Typography variant="pi" textColor="neutral600">
          <Reason why={ping.why} words={ping.reason} />
        </Typography>
      </Words>
    </ListCell>
    <ListCell>
      <When moment={ping.lastAttempt ?? ping.created} small />
    </ListCell>
  </ListRow>
);

/** The pings that failed last, and why. */
export const FailedWidget = () => {
  const text = useText();
  const { data, error } = usePingsQuery(
    { status: 'failed', pageSize: SHOWN },
    { refetchOnMountOrArgChange: true }
  );
  if (error && !data) return <Widget.Error />;
  if (!data) return <Widget.Loading />;
  if (data.results.length === 0) return <Widget.NoData>{text('widget.failed.none')}</Widget.NoData>;
  return (
    <Table colCount={2} rowCount={data.results.length}>
      <Tbody>
        {data.results.map((ping) => (
          <Row key={ping.id} ping={ping} />
        ))}
      </Tbody>
    </Table>
  );
};
