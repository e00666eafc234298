import type { AllowPings, EntrySettings, SendPings } from '../../../../server/src/contracts';
import { splitUrls } from './trackback-urls';

/** The panel's form: the toggles, and the trackback URLs as typed. */
export interface PanelForm {
  allowPings: AllowPings;
  sendPings: SendPings;
  trackbacks: string;
}

/** The settings of an entry that nobody chose anything for. */
export const NOTHING_CHOSEN: EntrySettings = {
  allowPings: 'default',
  sendPings: 'default',
  trackbackUrls: [],
};

export const toPanelForm = ({ allowPings, sendPings, trackbackUrls }: EntrySettings): PanelForm => ({
  allowPings,
  sendPings,
  trackbacks: trackbackUrls.join('\n'),
});

const fromPanelForm = ({ allowPings, sendPings, trackbacks }: PanelForm): EntrySettings => ({
  allowPings,
  sendPings,
  trackbackUrls: splitUrls(trackbacks),
});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The settings that the form changes; null when it says what is saved already. */
export const changesOf = (saved: EntrySettings, form: PanelForm): Partial<EntrySettings> | null => {
  const wanted = fromPanelForm(form);
  const changed = (Object.keys(wanted) as (keyof EntrySettings)[]).filter(
    (key) => !same(wanted[key], saved[key])
  );
  return changed.length > 0 ? Object.fromEntries(changed.map((key) => [key, wanted[key]])) : null;
};
