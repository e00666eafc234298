import { Box, Grid, Table, Tbody, Td, Th, Thead, Tr, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';
import type { StatusResponse } from '../../../../server/src/contracts';
import { useStatusQuery } from '../../api';
import { Column } from '../../components/Column';
import { Reason } from '../../components/Reason';
import { useErrorText } from '../../components/useErrorText';
import { useVisible } from '../../components/useVisible';
import { When } from '../../components/When';
import { Card } from '../../components/Card';
import { useText } from '../../text';

/** Milliseconds between two looks. */
const EVERY = 10_000;

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <Grid.Item col={3} s={6} xs={12} direction="column" alignItems="flex-start">
    <Typography tag="dt" variant="sigma" textColor="neutral600">
      {name}
    </Typography>
    <Box tag="dd" margin={0}>
      {children}
    </Box>
  </Grid.Item>
);

const Oldest = ({ seconds }: { seconds: number | null }) => {
  const text = useText();
  const { formatNumber } = useIntl();
  if (!seconds) return <Typography>{text('status.oldest.none')}</Typography>;
  const [value, unit] = seconds < 120 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute'];
  return <Typography>{formatNumber(value, { style: 'unit', unit, unitDisplay: 'long' })}</Typography>;
};

const Limited = ({ limited }: Pick<StatusResponse, 'limited'>) => {
  const text = useText();
  const columns = ['kind', 'key', 'result', 'count', 'last'] as const;
  if (limited.length === 0)
    return <Typography textColor="neutral600">{text('status.limited.none')}</Typography>;
  return (
    <Table colCount={columns.length} rowCount={limited.length + 1}>
      <Thead>
        <Tr>
          {columns.map((column) => (
            <Th key={column}>
              <Typography variant="sigma">{text(`status.limited.${column}`)}</Typography>
            </Th>
          ))}
        </Tr>
      </Thead>
      <Tbody>
        {limited.map(({ kind, key, result, count, last }) => (
          <Tr key={`${kind}:${key}:${last}`}>
            <Td>
              <Typography>{text(`status.kind.${kind}`)}</Typography>
            </Td>
            <Td>
              <Column least="16rem">
                <Typography>{key}</Typography>
              </Column>
            </Td>
            <Td>
              <Typography>{text(`status.result.${result}`)}</Typography>
            </Td>
            <Td>
              <Typography>{count}</Typography>
            </Td>
            <Td>
              <When moment={last} />
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
};

const Dropped = ({ dropped }: Pick<StatusResponse, 'dropped'>) => {
  const text = useText();
  if (dropped.length === 0) return <Typography>{text('status.dropped.none')}</Typography>;
  return dropped.map(({ status, count, last }) => (
    <Box key={status}>
      <Typography>{text('status.dropped.of', { status: text(`inbox.tab.${status}`), count })}</Typography>{' '}
      <When moment={last} small />
    </Box>
  ));
};

const TooLong = ({ tooLong }: Pick<StatusResponse, 'tooLong'>) => {
  const text = useText();
  const { count, last } = tooLong;
  if (!last) return <Typography>{text('status.too-long.none')}</Typography>;
  return (
    <>
      <Typography>{text('status.too-long.count', { count, host: last.host })}</Typography>{' '}
      <When moment={last.at} small />
    </>
  );
};

const Facts = ({ status }: { status: StatusResponse }) => {
  const text = useText();
  const { sending, queue, lastError, tooLong, limited, dropped } = status;
  return (
    <>
      <Grid.Root gap={4} tag="dl" margin={0}>
        <Fact name={text('status.sending')}>
          <Typography>
            {sending.blocked ? (
              <Reason why={sending.why} words={sending.blocked} />
            ) : (
              text('status.sending.on')
            )}
          </Typography>
        </Fact>
        <Fact name={text('status.jobs')}>
          <Typography>{text('status.jobs.count', { count: queue.jobs })}</Typography>
        </Fact>
        <Fact name={text('status.oldest')}>
          <Oldest seconds={queue.oldestSeconds} />
        </Fact>
        <Fact name={text('status.waiting')}>
          <Typography>{text('status.waiting.count', { count: queue.waiting })}</Typography>
        </Fact>
        <Grid.Item col={12} direction="column" alignItems="flex-start">
          <Typography tag="dt" variant="sigma" textColor="neutral600">
            {text('status.error')}
          </Typography>
          <Box tag="dd" margin={0}>
            <Typography>
              {lastError ? (
                <Reason why={lastError.why} words={lastError.message} />
              ) : (
                text('status.error.none')
              )}
            </Typography>{' '}
            {lastError ? <When moment={lastError.at} small /> : null}
          </Box>
        </Grid.Item>
        <Grid.Item col={12} direction="column" alignItems="flex-start">
          <Typography tag="dt" variant="sigma" textColor="neutral600">
            {text('status.too-long')}
          </Typography>
          <Box tag="dd" margin={0}>
            <TooLong tooLong={tooLong} />
          </Box>
        </Grid.Item>
        <Grid.Item col={12} direction="column" alignItems="flex-start">
          <Typography tag="dt" variant="sigma" textColor="neutral600">
            {text('status.dropped')}
          </Typography>
          <Box tag="dd" margin={0}>
            <Dropped dropped={dropped} />
          </Box>
        </Grid.Item>
      </Grid.Root>
      <Typography variant="pi" fontWeight="bold" textColor="neutral800" tag="h3">
        {text('status.limited')}
      </Typography>
      <Limited limited={limited} />
    </>
  );
};

/** How the plugin does: what waits, what went wrong, which limits were reached. */
export const Status = () => {
  const text = useText();
  const errorText = useErrorText();
  const visible = useVisible();
  const { data, error } = useStatusQuery(null, {
    pollingInterval: visible ? EVERY : 0,
    refetchOnMountOrArgChange: true,
  });
  return (
    <Card title={text('status.title')}>
      {data ? <Facts status={data} /> : null}
      {error && !data ? <Typography textColor="danger600">{errorText(error)}</Typography> : null}
    </Card>
  );
};
