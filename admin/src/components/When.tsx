import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';
import { relativeTime } from './relative-time';

/** A moment as people say it ("2 hours ago"), with date and time on hovering. */
export const When = ({ moment, small = false }: { moment: string; small?: boolean }) => {
  const { formatRelativeTime, formatDate } = useIntl();
  const { value, unit } = relativeTime(Date.parse(moment), Date.now());
  return (
    <Typography
      tag="time"
      dateTime={moment}
      title={formatDate(moment, { dateStyle: 'full', timeStyle: 'short' })}
      variant={small ? 'pi' : 'omega'}
      textColor={small ? 'neutral600' : 'neutral800'}
    >
      {formatRelativeTime(value, unit, { numeric: 'auto' })}
    </Typography>
  );
};
