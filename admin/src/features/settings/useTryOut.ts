import { useNotification } from '@strapi/strapi/admin';
import type { SettingsTestRequest } from '../../../../server/src/contracts';
import { useTestSettingsMutation } from '../../api';
import { useErrorText } from '../../components/useErrorText';
import { useReasons } from '../../components/useReasons';

/** Sends something harmless to where notices go, and says what came of it. */
export const useTryOut = () => {
  const errorText = useErrorText();
  const { say } = useReasons();
  const { toggleNotification } = useNotification();
  const [send, { isLoading: busy }] = useTestSettingsMutation();
  const tryOut = async (request: SettingsTestRequest) => {
    const answer = await send(request);
    if ('error' in answer) {
      toggleNotification({ type: 'danger', message: errorText(answer.error) });
      return;
    }
    const { ok, message, why } = answer.data;
    toggleNotification({ type: ok ? 'success' : 'warning', message: say(why, message) });
  };
  return { tryOut, busy };
};
