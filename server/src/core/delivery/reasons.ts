import type { DiscoveryFailure } from '../discovery';
import { httpReason } from '../http/failures';
import type { Reason, ReasonCode } from '../reasons';
import { unreachable } from '../result';
import type { SendFailure } from './types';

type FaultCode = Extract<ReasonCode, `fault.${string}`>;
type StatusCode = Exclude<Extract<ReasonCode, `status.${string}`>, 'status.odd'>;

/** Pingback 1.0, section 3, XML-RPC's own codes, and what WordPress adds; from the peer's side: "target" is their page. */
const FAULTS: ReadonlyMap<number, FaultCode> = new Map<number, FaultCode>([
  [16, 'fault.source-unreachable'],
  [17, 'fault.no-link'],
  [32, 'fault.target-unknown'],
  [33, 'fault.target-closed'],
  [48, 'fault.known'],
  [49, 'fault.denied'],
  [50, 'fault.upstream'],
  [429, 'fault.too-fast'],
  [-32400, 'fault.internal'],
  [-32600, 'fault.not-understood'],
  [-32601, 'fault.switched-off'],
  [-32602, 'fault.parameters'],
  [-32700, 'fault.unreadable'],
]);

const STATUSES: ReadonlyMap<number, StatusCode> = new Map<number, StatusCode>([
  [401, 'status.password'],
  [403, 'status.denied'],
  [404, 'status.missing'],
  [405, 'status.method'],
  [408, 'status.timeout'],
  [410, 'status.gone'],
  [413, 'status.too-large'],
  [429, 'status.too-fast'],
]);

/** The failure for an editor. The peer's own words are kept apart, in `answer`. */
export const reasonOfFailure = (failure: SendFailure | DiscoveryFailure): Reason => {
  switch (failure.kind) {
    case 'unreachable':
      return httpReason(failure.code);
    case 'status':
      return { code: statusCode(failure.status), values: { status: failure.status } };
    case 'fault':
      return {
        code: FAULTS.get(failure.code) ?? unexplained(failure.answer),
        values: { fault: failure.code },
      };
    case 'refused':
      return { code: failure.answer === '' ? 'answer.refused-silently' : 'answer.refused' };
    case 'unreadable':
      return { code: failure.answer === '' ? 'answer.empty' : 'answer.unreadable' };
    default:
      return unreachable(failure);
  }
};

const unexplained = (answer: string): FaultCode => (answer === '' ? 'fault.unexplained' : 'fault.refused');

const statusCode = (status: number): StatusCode | 'status.odd' => {
  const known = STATUSES.get(status);
  if (known !== undefined) return known;
  if (status >= 500) return 'status.internal';
  return status >= 400 ? 'status.refused' : 'status.odd';
};
