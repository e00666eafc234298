import type { Sender } from '../jobs';
import { laneOfHost } from './lanes';
import type { Tables } from './tables';

/** How many of the received pings that wait are a sender's. */
export interface HeldBySender {
  /** From its network; 0 where that is not certain. */
  readonly network: number;
  readonly client: number;
  /** From the client, with sources on the host. */
  readonly host: number;
}

/** Counts the received pings that wait to be verified. */
export interface CountReceived {
  /** All of them. */
  (): Promise<number>;
  /** Those of the sender. @param o.host of the source */
  (o: { sender: Sender; host: string }): Promise<HeldBySender>;
}

const KINDS = ['verify', 'mention'] as const;

export const createCountReceived = (tables: Tables): CountReceived => {
  const { jobs } = tables;
  const count = async (where: Record<string, unknown>): Promise<number> => {
    const [row] = await jobs().where(where).whereIn('kind', KINDS).count({ count: 'id' });
    return Number(row?.count ?? 0);
  };

  const ofSender = async (o: { sender: Sender; host: string }): Promise<HeldBySender> => {
    const { key, network } = o.sender;
    const lanes = KINDS.map((kind) => laneOfHost(kind, o.host));
    const [[row], inNetwork] = await Promise.all([
      jobs()
        .where({ client: key })
        .count({ client: 'id' })
        .select(tables.raw('sum(case when lane in (?, ?) then 1 else 0 end) as host', lanes)),
      network === null ? 0 : count({ network }),
    ]);
    return { network: inNetwork, client: Number(row?.client ?? 0), host: Number(row?.host ?? 0) };
  };

  return ((o?: { sender: Sender; host: string }) => (o ? ofSender(o) : count({}))) as CountReceived;
};
