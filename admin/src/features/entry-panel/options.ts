import type { AllowPings, EntrySettingsResponse, SendPings } from '../../../../server/src/contracts';
import type { Translate } from '../../text';

/** The choices of a toggle. "Default" says what it means now. */
export const allowOptions = (
  { effective: { defaults } }: EntrySettingsResponse,
  text: Translate
): { value: AllowPings; label: string }[] => [
  {
    value: 'default',
    label: text('panel.allow.defaultNow', { now: defaults.open ? 'open' : 'closed' }),
  },
  { value: 'open', label: text('panel.allow.open') },
  { value: 'closed', label: text('panel.allow.closed') },
];

/** The same for sending. */
export const sendOptions = (
  { effective: { defaults } }: EntrySettingsResponse,
  text: Translate
): { value: SendPings; label: string }[] => [
  {
    value: 'default',
    label: text('panel.send.defaultNow', { now: defaults.send ? 'on' : 'off' }),
  },
  { value: 'on', label: text('panel.send.on') },
  { value: 'off', label: text('panel.send.off') },
];
