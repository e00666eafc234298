import { ArrowClockwise, Cross, Trash } from '@strapi/icons';
import type { ReactElement } from 'react';
import type { PingAction } from '../../../../server/src/contracts';

export const PING_ICONS: Record<PingAction, ReactElement> = {
  retry: <ArrowClockwise />,
  cancel: <Cross />,
  forget: <Trash />,
};
