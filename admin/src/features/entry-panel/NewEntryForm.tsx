import { Flex, Typography } from '@strapi/design-system';
import { useState } from 'react';
import type { EntrySettings } from '../../../../server/src/contracts';
import { useErrorText } from '../../components/useErrorText';
import type { QueryError } from '../../query-types';
import { useText } from '../../text';
import { changesOf, NOTHING_CHOSEN, toPanelForm } from './changes';
import type { PanelForm } from './changes';
import { SettingsFields } from './SettingsFields';
import type { SettingsFormProps } from './SettingsForm';
import { trackbackProblem } from './trackback-urls';
import { UnsavedGuard } from './UnsavedGuard';
import { useForgetOnLeaving } from './useForgetOnLeaving';
import { useKeep } from './useKeep';

/** How it stands with what was chosen; read out when it changes. */
const KeptState = (o: { error: QueryError | null; isKeeping: boolean; isKept: boolean }) => {
  const text = useText();
  const errorText = useErrorText();
  const words = () => {
    if (o.error) return text('panel.new.failed', { reason: errorText(o.error) });
    if (o.isKeeping) return text('panel.new.keeping');
    return o.isKept ? text('panel.new.kept') : null;
  };
  return (
    <div role="status">
      <Typography variant="pi" fontWeight="semiBold" textColor={o.error ? 'danger600' : 'neutral800'}>
        {words()}
      </Typography>
    </div>
  );
};

/**
 * The toggles on the create page. There is no button: the entry's first save may publish it and takes along what was
 * saved before, so that each choice is saved when it is made.
 */
export const NewEntryForm = ({ entry, data, canEdit }: SettingsFormProps) => {
  const text = useText();
  const [kept, setKept] = useState<EntrySettings | null>(null);
  const [typed, setTyped] = useState<Partial<PanelForm>>({});
  const saved = kept ?? data;
  const form = { ...toPanelForm(saved), ...typed };
  const problem = trackbackProblem(form.trackbacks);
  const changes = problem ? null : changesOf(saved, form);
  const { keep, isKeeping, error } = useKeep(entry, changes, setKept);
  const isKept = isKeeping || changesOf(saved, toPanelForm(NOTHING_CHOSEN)) !== null;
  useForgetOnLeaving(entry, { isKept, isKeeping });

  return (
    <Flex direction="column" alignItems="stretch" gap={4} width="100%">
      <SettingsFields
        data={data}
        form={form}
        problem={problem}
        disabled={!canEdit}
        onChange={(part) => setTyped((before) => ({ ...before, ...part }))}
        onBlur={keep}
      />
      {changes || problem ? <UnsavedGuard /> : null}
      <KeptState
        error={error}
        isKeeping={isKeeping || changes !== null}
        isKept={kept !== null && problem === null}
      />
      <Typography variant="pi" textColor="neutral600">
        {text(canEdit ? 'panel.new' : 'panel.readOnly')}
      </Typography>
    </Flex>
  );
};
