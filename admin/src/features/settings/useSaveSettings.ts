import { useNotification } from '@strapi/strapi/admin';
import type { FormErrors, FormHelpers } from '@strapi/strapi/admin';
import { useState } from 'react';
import { useUpdateSettingsMutation } from '../../api';
import { useErrorText } from '../../components/useErrorText';
import { useText } from '../../text';
import { changesOf, problemsOf, toForm } from './form';
import type { SettingsForm } from './form';

/**
 * Checks and saves what was changed in a form filled with `saved`, and tells what is saved then; `refusal` is what the
 * server found wrong with it.
 */
export const useSaveSettings = (saved: SettingsForm, onSaved: (form: SettingsForm) => void) => {
  const text = useText();
  const errorText = useErrorText();
  const { toggleNotification } = useNotification();
  const [update] = useUpdateSettingsMutation();
  const [refusal, setRefusal] = useState<string | null>(null);

  const save = async (form: SettingsForm, helpers: FormHelpers<SettingsForm>) => {
    setRefusal(null);
    const problems = problemsOf(form);
    if (Object.keys(problems).length > 0) {
      // Strapi's form puts the focus on the first wrong field when it learns of an error; the words are shown as typed.
      helpers.setErrors({ moderation: {}, ...problems } as FormErrors<SettingsForm>);
      toggleNotification({ type: 'warning', message: text('settings.error.fields') });
      return;
    }
    const answer = await update(changesOf(saved, form));
    if ('error' in answer) {
      setRefusal(errorText(answer.error));
      return;
    }
    const stored = 'receive' in answer.data ? toForm(answer.data) : form;
    onSaved(stored);
    helpers.resetForm(stored);
    toggleNotification({ type: 'success', message: text('settings.saved') });
  };

  return { save, refusal, dismiss: () => setRefusal(null) };
};
