import { Button, Flex, Typography } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useErrorText } from '../../components/useErrorText';
import type { QueryError } from '../../query-types';
import { useText } from '../../text';

interface PanelFailedProps {
  error: QueryError;
  busy: boolean;
  onRetry: () => void;
}

/** What the side panel says where it could not be loaded, with a button that tries again. */
const PanelFailed = ({ error, busy, onRetry }: PanelFailedProps) => {
  const text = useText();
  const errorText = useErrorText();
  return (
    <Flex direction="column" alignItems="stretch" gap={3} width="100%">
      <Typography textColor="danger600" role="alert">
        {text('failed.content', { reason: errorText(error) })}
      </Typography>
      <Button variant="secondary" fullWidth startIcon={<ArrowClockwise />} loading={busy} onClick={onRetry}>
        {text('failed.retry')}
      </Button>
    </Flex>
  );
};

export default PanelFailed;
