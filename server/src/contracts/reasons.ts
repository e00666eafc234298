/** Why something is as it is, for machines: a code and the values of its sentence. */
export type { Reason, ReasonCode } from '../core/reasons';
