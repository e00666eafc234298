/** The words of DESIGN §2 as the wire and the admin know them. */
export type { LinkbackStatus, LinkbackType, PingStatus, Protocol } from '../core/types';
export type { PingPurpose } from '../core/delivery/changes';
