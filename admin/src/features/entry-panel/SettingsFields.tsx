import { Field, Textarea } from '@strapi/design-system';
import type { EntrySettingsResponse } from '../../../../server/src/contracts';
import { Choice } from '../../components/Choice';
import { useText } from '../../text';
import type { Message } from '../../text';
import type { PanelForm } from './changes';
import { allowOptions, sendOptions } from './options';

interface SettingsFieldsProps {
  data: EntrySettingsResponse;
  form: PanelForm;
  /** What is wrong with the trackback URLs. */
  problem: Message | null;
  disabled: boolean;
  onChange: (part: Partial<PanelForm>) => void;
  /** The text field was left. */
  onBlur?: () => void;
}

/** The toggles of an entry, and where trackbacks go. Not a `<form>`, because the edit view around it is one. */
export const SettingsFields = ({ data, form, problem, disabled, onChange, onBlur }: SettingsFieldsProps) => {
  const text = useText();
  return (
    <>
      <Choice
        name="linkbacks-allow"
        label={text('panel.allow')}
        value={form.allowPings}
        options={allowOptions(data, text)}
        disabled={disabled}
        onChange={(allowPings) => onChange({ allowPings })}
      />
      <Choice
        name="linkbacks-send"
        label={text('panel.send')}
        value={form.sendPings}
        options={sendOptions(data, text)}
        disabled={disabled}
        onChange={(sendPings) => onChange({ sendPings })}
      />
      <Field.Root
        name="linkbacks-trackbacks"
        hint={text('panel.trackbacks.hint')}
        error={problem ? text(problem.key, problem.values) : false}
      >
        <Field.Label>{text('panel.trackbacks')}</Field.Label>
        <Textarea
          value={form.trackbacks}
          disabled={disabled}
          onChange={({ target }) => onChange({ trackbacks: target.value })}
          onBlur={() => onBlur?.()}
        />
        <Field.Error />
        <Field.Hint />
      </Field.Root>
    </>
  );
};
