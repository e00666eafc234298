import type { Core } from '@strapi/strapi';
import type { SettingsTestRequest, SettingsTestResponse } from '../../contracts/settings';
import { getLinkbacks, getService } from '../../get-service';
import { callHook, describeHookFailure } from './hook-call';
import { canMail, sendMail } from './mail';

const TEST_MAIL = {
  subject: 'Linkbacks: a test',
  text: 'Somebody tried out the e-mail notices of the linkbacks in the Strapi admin. They work.\n',
};

/** Sends something harmless to where notices go, at once: somebody waits to see whether it comes. */
export const createTryOut = ({ strapi }: { strapi: Core.Strapi }) => {
  const notify = async () => (await getService(strapi, 'settings').get()).notify;

  const tryMail = async (): Promise<SettingsTestResponse> => {
    const { emails } = await notify();
    if (emails.length === 0) return failed('No e-mail address is saved.');
    if (!canMail(strapi)) return failed('No e-mail provider is configured in this project.');
    const sent = await sendMail(strapi, { to: emails, ...TEST_MAIL });
    return sent.ok
      ? { ok: true, message: `Sent to ${emails.join(', ')}.` }
      : failed(`The e-mail was not sent: ${sent.error}`);
  };

  const tryHook = async (url: string): Promise<SettingsTestResponse> => {
    const hook = (await notify()).hooks.find((saved) => saved.url === url);
    if (!hook) return failed('This URL is not saved yet.');
    const now = Math.floor(Date.now() / 1000);
    const called = await callHook(getLinkbacks(strapi).http, { hook, event: 'test', payload: {}, now });
    return called.ok
      ? { ok: true, message: 'The URL was called and took it.' }
      : failed(`The call failed: ${describeHookFailure(called.error)}`);
  };

  return (request: SettingsTestRequest): Promise<SettingsTestResponse> =>
    request.kind === 'email' ? tryMail() : tryHook(request.url);
};

const failed = (message: string): SettingsTestResponse => ({ ok: false, message });
