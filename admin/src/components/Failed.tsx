import { Button, EmptyStateLayout } from '@strapi/design-system';
import { ArrowClockwise, WarningCircle } from '@strapi/icons';
import { useText } from '../text';

/** What stands where a list could not be loaded: the reason, and a button that tries again. */
export const Failed = ({ reason, onRetry }: { reason: string; onRetry: () => void }) => {
  const text = useText();
  return (
    <EmptyStateLayout
      hasRadius
      icon={<WarningCircle width="16rem" />}
      content={text('failed.content', { reason })}
      action={
        <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={onRetry}>
          {text('failed.retry')}
        </Button>
      }
    />
  );
};
