import { Button, Flex, Typography } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';
import { useState } from 'react';
import type { EntrySettingsResponse } from '../../../../server/src/contracts';
import { useUpdateEntryMutation } from '../../api';
import type { EntryRef } from '../../api';
import { useErrorText } from '../../components/useErrorText';
import { useText } from '../../text';
import { changesOf, toPanelForm } from './changes';
import type { PanelForm } from './changes';
import { SettingsFields } from './SettingsFields';
import { trackbackProblem } from './trackback-urls';
import { UnsavedGuard } from './UnsavedGuard';

export interface SettingsFormProps {
  entry: EntryRef;
  data: EntrySettingsResponse;
  canEdit: boolean;
}

/**
 * The entry's own toggles. Saved by a button of their own: they are no part of the entry, and saving them neither
 * changes nor publishes it.
 */
export const SettingsForm = ({ entry, data, canEdit }: SettingsFormProps) => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [update, { isLoading: saving }] = useUpdateEntryMutation();
  const [typed, setTyped] = useState<Partial<PanelForm>>({});
  const form = { ...toPanelForm(data), ...typed };
  const changes = changesOf(data, form);
  const problem = trackbackProblem(form.trackbacks);

  const onSave = async () => {
    if (!changes) return;
    const answer = await update({ entry, settings: changes });
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: errorText(answer.error) });
      return;
    }
    setTyped({});
    toggleNotification({ type: 'success', message: text('panel.saved') });
  };

  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <SettingsFields
        data={data}
        form={form}
        problem={problem}
        disabled={!canEdit}
        onChange={(part) => setTyped((before) => ({ ...before, ...part }))}
      />
      {canEdit && changes ? <UnsavedGuard /> : null}
      {canEdit ? (
        <Button
          variant="secondary"
          fullWidth
          startIcon={<Check />}
          disabled={!changes || problem !== null}
          loading={saving}
          onClick={onSave}
        >
          {text('panel.save')}
        </Button>
      ) : (
        <Typography variant="pi" textColor="neutral600">
          {text('panel.readOnly')}
        </Typography>
      )}
    </Flex>
  );
};
