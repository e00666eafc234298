import type { Ping, PingAction } from '../../../../server/src/contracts';

/** What can be done to a ping by hand; the server has the last word. */
export const actionsFor = ({ status }: Pick<Ping, 'status'>): PingAction[] => {
  switch (status) {
    case 'waiting':
    case 'queued':
      return ['cancel', 'forget'];
    case 'sending':
      return [];
    case 'sent':
      return ['forget'];
    default:
      return ['retry', 'forget'];
  }
};
